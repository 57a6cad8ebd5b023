/// Routes: connected ones from addresses, learned ones from Router Advertisements, static ones from commands.
///
/// All of them are rows of the engine's table, and nothing else holds state: a successor finds everything there.
@NullMarked
package inaba.route;

import org.jspecify.annotations.NullMarked;
