/// The socket in the state folder, behind which `inaba sh` finds the shell.
@NullMarked
package inaba.shell.serve;

import org.jspecify.annotations.NullMarked;
