/// Running lines: commands as Gogo functions, pipelines through Gogo, exit codes and cancelling.
@NullMarked
package inaba.shell.run;

import org.jspecify.annotations.NullMarked;
