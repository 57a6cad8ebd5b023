/// The commands of the engine.
@NullMarked
package inaba.core.command;

import org.jspecify.annotations.NullMarked;
