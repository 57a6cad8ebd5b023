/// The start of the appliance: links and commands that it is given, the socket, then `ready` or the prompt.
@NullMarked
package inaba.shell.start;

import org.jspecify.annotations.NullMarked;
