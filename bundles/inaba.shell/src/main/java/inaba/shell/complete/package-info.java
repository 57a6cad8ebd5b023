/// What may stand at the cursor: read from the usages of the commands, filled with names and addresses of the
/// appliance.
@NullMarked
package inaba.shell.complete;

import org.jspecify.annotations.NullMarked;
