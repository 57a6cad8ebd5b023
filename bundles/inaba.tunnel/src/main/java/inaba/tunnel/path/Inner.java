package inaba.tunnel.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.tunnel.TunnelDrop;
import inaba.tunnel.core.Ecn;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The packet inside: what is read of it and written to it, without views.
final class Inner {
    private static final int CLASS_SHIFT = 20;
    private static final int CLASS = 0xff;

    private Inner() {}

    /// What must be there before anything of it is read, and a source that somebody can have (RFC 4213 §3.6). All else
    /// is asked where packets come in.
    static Verdict check(MemorySegment memory, long at, long end, boolean ipv4) {
        if (end - at < (ipv4 ? Ipv4Header.BYTES : Ipv6Header.BYTES)) {
            return TunnelDrop.INNER_TOO_SHORT;
        }
        if (Layouts.u8(memory, at) >>> 4 != (ipv4 ? 4 : 6)) {
            return TunnelDrop.INNER_VERSION;
        }
        return !ipv4 && isCompatible(memory, at + Ipv6Header.SOURCE) ? TunnelDrop.INNER_SOURCE : Verdict.Go.DELIVER;
    }

    /// `::/96` but the unspecified address, which Duplicate Address Detection comes from; loopback has a name of its
    /// own.
    private static boolean isCompatible(MemorySegment memory, long at) {
        long low = Ipv6Address.low(memory, at);
        return Ipv6Address.high(memory, at) == 0 && low >>> 32 == 0 && low != 0 && low != 1;
    }

    static int trafficClass(MemorySegment memory, long at, boolean ipv4) {
        return ipv4 ? Layouts.u8(memory, at + 1) : memory.get(Layouts.U32, at) >>> CLASS_SHIFT & CLASS;
    }

    static int hopLimit(MemorySegment memory, long at, boolean ipv4) {
        return Layouts.u8(memory, at + (ipv4 ? Ipv4Header.TIME_TO_LIVE : Ipv6Header.HOP_LIMIT));
    }

    static boolean mustStayWhole(MemorySegment memory, long at) {
        return (Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET) & Ipv4Header.DONT_FRAGMENT) != 0;
    }

    /// Tells the packet what its outer header met, RFC 6040 §4.2.
    ///
    /// @return false when it is to be dropped
    static boolean congestion(MemorySegment memory, long at, boolean ipv4, int outerClass) {
        int before = trafficClass(memory, at, ipv4);
        int now = Ecn.out(outerClass, before);
        if (now == Ecn.DROP) {
            return false;
        }
        int changed = before & ~Ecn.CE | now;
        if (changed != before && ipv4) {
            int word = Layouts.u16(memory, at);
            int sum = Layouts.u16(memory, at + Ipv4Header.CHECKSUM);
            Layouts.u16(memory, at, word & ~CLASS | changed);
            Layouts.u16(memory, at + Ipv4Header.CHECKSUM, Checksum.update(sum, word, word & ~CLASS | changed));
        } else if (changed != before) {
            int first = memory.get(Layouts.U32, at) & ~(CLASS << CLASS_SHIFT);
            memory.set(Layouts.U32, at, first | changed << CLASS_SHIFT);
        }
        return true;
    }

    /// The packet begins here from now on.
    static void begin(Packet packet, long at, boolean ipv4, int link) {
        packet.start(at)
                .network(at)
                .upper(at, -1)
                .fragment(-1)
                .etherType(ipv4 ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6)
                .link(link);
    }
}
