package inaba.ip.probe;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The packet that an ICMP error quotes: what its sender needs to know it again, RFC 4443 §2.4 (d), RFC 1122 §3.2.2.
///
/// @param protocol its upper-layer protocol
/// @param upper the start of its upper-layer message; borrowed bytes, perhaps few, perhaps none
public record QuotedPacket(Ipv6Address source, Ipv6Address destination, int protocol, MemorySegment upper) {
    /// True if `bytes` octets of the upper-layer message are there.
    public boolean has(int bytes) {
        return upper.byteSize() >= bytes;
    }

    /// The 16 bits at `at` of the upper-layer message, of which that many are there.
    public int u16(int at) {
        return Layouts.u16(upper, at);
    }
}
