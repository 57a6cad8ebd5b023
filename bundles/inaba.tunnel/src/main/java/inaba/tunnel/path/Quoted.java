package inaba.tunnel.path;

import inaba.api.link.TunnelRow;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An outer packet of ours that an ICMP error quotes, perhaps cut anywhere.
///
/// @param inner where the packet inside begins; behind the end where it was cut off
/// @param ipv4 family of the packet inside
/// @param limit octet of the Tunnel Encapsulation Limit, or -1
public record Quoted(Tunnel tunnel, long inner, boolean ipv4, long limit) {
    /// The tunnel that may have made the packet: its ends, protocol and key are those of the quote.
    ///
    /// @param quoted from the outer IP header on
    public static @Nullable Quoted of(MemorySegment quoted, Collection<Tunnel> tunnels) {
        var outer = Outer.read(quoted);
        if (outer == null) {
            return null;
        }
        for (var tunnel : tunnels) {
            var row = tunnel.row();
            boolean toIt = row.remote().equals(outer.destination) || row.mode().isAutomatic();
            if (toIt && tunnel.local().equals(outer.source) && Peers.wants(row, outer.family, outer.protocol)) {
                var found = outer.protocol == IpProtocol.GRE
                        ? gre(quoted, outer, tunnel)
                        : new Quoted(tunnel, outer.upper, outer.protocol == IpProtocol.IPV4, outer.limit);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /// A router of RFC 792 quotes eight octets, so the key may be there or not.
    private static @Nullable Quoted gre(MemorySegment quoted, Outer outer, Tunnel tunnel) {
        long end = quoted.byteSize();
        if (end - outer.upper < Gre.BYTES) {
            return null;
        }
        int flags = Gre.flags(quoted, outer.upper);
        long inner = outer.upper + Gre.bytes(flags);
        var key = tunnel.row().outKey();
        if (key != null != ((flags & Gre.KEY) != 0)
                || key != null && inner <= end && Gre.key(quoted, outer.upper, flags) != key) {
            return null;
        }
        boolean ipv4 = Gre.protocol(quoted, outer.upper) == EthernetHeader.ETHERTYPE_IPV4;
        return new Quoted(tunnel, inner, ipv4, outer.limit);
    }

    /// True when enough of the packet inside is there to tell its source.
    public boolean readable(MemorySegment quoted) {
        int bytes = ipv4 ? Ipv4Header.BYTES : Ipv6Header.BYTES;
        return quoted.byteSize() - inner >= bytes && Layouts.u8(quoted, inner) >>> 4 == (ipv4 ? 4 : 6);
    }

    /// The packet inside, in bytes, as long as it was when it was sent.
    public int length(MemorySegment quoted) {
        return ipv4
                ? new Ipv4Header(quoted, inner).totalLength()
                : Ipv6Header.BYTES + new Ipv6Header(quoted, inner).payloadLength();
    }

    /// @param upper behind all headers of the outer packet
    private record Outer(
            IpFamily family, Ipv6Address source, Ipv6Address destination, int protocol, long upper, long limit) {
        private static final int IPV4 = 4;

        static @Nullable Outer read(MemorySegment quoted) {
            long end = quoted.byteSize();
            if (end > 0 && Layouts.u8(quoted, 0) >>> 4 == IPV4) {
                return Ipv4Header.fits(quoted, 0, end) ? ipv4(new Ipv4Header(quoted, 0)) : null;
            }
            return Ipv6Header.fits(quoted, 0, end) ? ipv6(quoted, end) : null;
        }

        private static Outer ipv4(Ipv4Header header) {
            return new Outer(
                    IpFamily.IPV4,
                    Ipv6Address.ofIpv4(header.source()),
                    Ipv6Address.ofIpv4(header.destination()),
                    header.protocol(),
                    header.headerLength(),
                    TunnelRow.NONE);
        }

        private static @Nullable Outer ipv6(MemorySegment quoted, long end) {
            var header = new Ipv6Header(quoted, 0);
            int protocol = header.nextHeader();
            long at = Ipv6Header.BYTES;
            while (IpProtocol.isExtension(protocol)) {
                if (!ExtensionHeader.fits(protocol, quoted, at, end)) {
                    return null;
                }
                var extension = new ExtensionHeader(quoted, at);
                at += extension.lengthBytes(protocol);
                protocol = extension.nextHeader();
            }
            long limit = EncapsulationLimit.find(quoted, 0, end);
            return new Outer(IpFamily.IPV6, header.source(), header.destination(), protocol, at, limit);
        }
    }
}
