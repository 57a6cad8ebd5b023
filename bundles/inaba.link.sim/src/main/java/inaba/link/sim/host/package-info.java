/// A small IPv6 host for simulated wires: Neighbor Discovery, SLAAC, echo, and the errors that a host owes.
///
/// It follows RFC 8504 as far as one needs to be found, pinged and traced. The rules run on one thread with a
/// [inaba.api.time.Time] given; nothing here opens, waits or reads a clock.
@NullMarked
package inaba.link.sim.host;

import org.jspecify.annotations.NullMarked;
