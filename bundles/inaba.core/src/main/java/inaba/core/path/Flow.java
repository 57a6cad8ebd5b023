package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;

/// The hash of a packet's flow: addresses, flow label, and the ports where they are at hand.
public final class Flow {
    private static final int FLOW_LABEL = 0xf_ffff;

    private Flow() {}

    /// Never 0. A non-zero flow label stands for the ports (RFC 6438 §3); fragments have none to look at.
    public static int hash(Packet packet) {
        var memory = packet.memory();
        long from = packet.network() + Ipv6Header.SOURCE;
        long to = packet.network() + Ipv6Header.DESTINATION;
        return hash(
                packet,
                Ipv6Address.high(memory, from),
                Ipv6Address.low(memory, from),
                Ipv6Address.high(memory, to),
                Ipv6Address.low(memory, to));
    }

    /// The same, of a packet whose addresses are at hand already.
    ///
    /// Without a view, as all that every packet passes: see [Path].
    static int hash(Packet packet, long sourceHigh, long sourceLow, long high, long low) {
        var memory = packet.memory();
        long at = packet.network();
        long h = sourceHigh * 0x9e37_79b9_7f4a_7c15L ^ sourceLow;
        h = (h ^ h >>> 32) * 0xc2b2_ae3d_27d4_eb4fL ^ high;
        h = (h ^ h >>> 29) * 0x9e37_79b9_7f4a_7c15L ^ low;
        int label = memory.get(Layouts.U32, at) & FLOW_LABEL;
        int protocol = Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER);
        long upper = at + Ipv6Header.BYTES;
        if (label != 0) {
            h ^= label;
        } else if ((protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && upper + 4 <= packet.end()) {
            h ^= (int) memory.get(Layouts.U32, upper);
        }
        return finish(h, protocol);
    }

    /// As [#hash], for IPv4.
    static int hash4(Packet packet) {
        var memory = packet.memory();
        long at = packet.network();
        long h = memory.get(Layouts.U64, at + Ipv4Header.SOURCE);
        h = (h ^ h >>> 32) * 0x9e37_79b9_7f4a_7c15L;
        int protocol = Layouts.u8(memory, at + Ipv4Header.PROTOCOL);
        long upper = at + Ipv4Header.headerLength(memory, at);
        boolean ports = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        boolean whole = (Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET) & ~Ipv4Header.DONT_FRAGMENT) == 0;
        if (ports && whole && upper + 4 <= packet.end()) {
            h ^= (int) memory.get(Layouts.U32, upper);
        }
        return finish(h, protocol);
    }

    private static int finish(long h, int protocol) {
        long mixed = (h ^ h >>> 31) * 0xc2b2_ae3d_27d4_eb4fL ^ protocol;
        int hash = (int) (mixed ^ mixed >>> 32);
        return hash == 0 ? 1 : hash;
    }
}
