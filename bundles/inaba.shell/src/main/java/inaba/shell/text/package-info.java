/// The text utilities behind a pipe: `grep head sort tail wc`, with the options of POSIX that hands know.
@NullMarked
package inaba.shell.text;

import org.jspecify.annotations.NullMarked;
