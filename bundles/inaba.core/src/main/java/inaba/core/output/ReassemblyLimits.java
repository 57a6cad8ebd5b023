package inaba.core.output;

import java.time.Duration;

/// How much waits to be put together, of both families, and for how long.
///
/// @param lifetime after the first fragment, RFC 8200 §4.5 and RFC 1122 §3.3.2
/// @param fragments in all
/// @param perDatagram fragments of one datagram
/// @param datagrams those that are discarded count too: each is remembered until its time is over
public record ReassemblyLimits(Duration lifetime, int fragments, int perDatagram, int datagrams) {
    /// 192 are enough for a packet of 1500 octets in the smallest fragments (RFC 8200 §5).
    public static final ReassemblyLimits STANDARD = new ReassemblyLimits(Duration.ofSeconds(60), 1024, 192, 2048);
}
