/// The command `log`: what the appliance wrote into its log file.
@NullMarked
package inaba.shell.log;

import org.jspecify.annotations.NullMarked;
