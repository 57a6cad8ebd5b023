/// Ping and traceroute for both families: options, the run on the control loop, and what is shown of it. The families
/// differ in their [inaba.ip.probe.Prober].
@NullMarked
package inaba.ip.probe;

import org.jspecify.annotations.NullMarked;
