/// The shell: typed rows become tables or JSON, and a line editor over Gogo.
@NullMarked
package inaba.shell;

import org.jspecify.annotations.NullMarked;
