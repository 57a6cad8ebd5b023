/// The commands `ping6` and `trace6`: options, the run on the control loop, and what is shown of it.
@NullMarked
package inaba.icmp6.probe;

import org.jspecify.annotations.NullMarked;
