package inaba.wire.offload;

import inaba.wire.Checksum;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.RoutingHeader;
import java.lang.foreign.MemorySegment;

/// Finds the TCP or UDP header of a packet that is whole, without an object.
///
/// Without a view either, which only compiled code does not make an object of: every packet of some drivers passes.
///
/// What is found is one `long`: the offsets of the header and of the final destination, from the IP header, and the
/// protocol. There is [#NONE] in a fragment, behind AH (whose ICV covers the checksum), behind a Routing header whose
/// final destination is not known, in a jumbogram, and in a packet that is cut.
final class UpperLayer {
    static final long NONE = -1;

    private static final int OFFSET_MASK = 0xff_ffff;
    private static final int DESTINATION_SHIFT = 24;
    private static final int PROTOCOL_SHIFT = 48;
    /// The home address of type 2 (RFC 6275 §6.4.1) and the last segment, listed first, of type 4 (RFC 8754 §2).
    private static final long FINAL_DESTINATION = 8;

    private UpperLayer() {}

    /// Looks at the packet whose IP header is at `ipAt`; nothing of it lies behind `end`.
    static long find(MemorySegment s, long ipAt, long end) {
        if (Ipv6Header.fits(s, ipAt, end) && version(s, ipAt) == 6) {
            return findIpv6(s, ipAt, end);
        }
        if (Ipv4Header.fits(s, ipAt, end) && version(s, ipAt) == 4) {
            return findIpv4(s, ipAt, end);
        }
        return NONE;
    }

    private static int version(MemorySegment s, long ipAt) {
        return Layouts.u8(s, ipAt) >>> 4;
    }

    static int protocol(long found) {
        return (int) (found >>> PROTOCOL_SHIFT);
    }

    /// The offset of the TCP or UDP header from the IP header.
    static int offset(long found) {
        return (int) found & OFFSET_MASK;
    }

    /// The offset behind the packet, as its IP header says.
    static long packetEnd(MemorySegment s, long ipAt) {
        return version(s, ipAt) == 6
                ? ipAt + Ipv6Header.BYTES + Layouts.u16(s, ipAt + Ipv6Header.PAYLOAD_LENGTH)
                : ipAt + Layouts.u16(s, ipAt + Ipv4Header.TOTAL_LENGTH);
    }

    /// The sum of the addresses of the pseudo-header; upper-layer length and protocol are still to be added.
    static long addresses(MemorySegment s, long ipAt, long found) {
        if (version(s, ipAt) == 4) {
            return Checksum.sum(s, ipAt + Ipv4Header.SOURCE, 8, 0);
        }
        long destination = Checksum.sum(s, ipAt + (found >>> DESTINATION_SHIFT & OFFSET_MASK), Ipv6Address.BYTES, 0);
        return Checksum.sum(s, ipAt + Ipv6Header.SOURCE, Ipv6Address.BYTES, destination);
    }

    private static long findIpv4(MemorySegment s, long ipAt, long end) {
        int headerLength = Ipv4Header.headerLength(s, ipAt);
        int length = Layouts.u16(s, ipAt + Ipv4Header.TOTAL_LENGTH);
        boolean whole = length >= headerLength && length <= end - ipAt && !Ipv4Header.isFragment(s, ipAt);
        return whole ? pack(Layouts.u8(s, ipAt + Ipv4Header.PROTOCOL), headerLength, 0) : NONE;
    }

    private static long findIpv6(MemorySegment s, long ipAt, long end) {
        int length = Layouts.u16(s, ipAt + Ipv6Header.PAYLOAD_LENGTH);
        if (length == 0 || length > end - ipAt - Ipv6Header.BYTES) {
            return NONE;
        }
        return behindExtensions(
                s, ipAt, ipAt + Ipv6Header.BYTES + length, Layouts.u8(s, ipAt + Ipv6Header.NEXT_HEADER));
    }

    private static long behindExtensions(MemorySegment s, long ipAt, long packetEnd, int first) {
        int protocol = first;
        long at = ipAt + Ipv6Header.BYTES;
        long destination = Ipv6Header.DESTINATION;
        while (IpProtocol.isExtension(protocol)) {
            if (protocol == IpProtocol.FRAGMENT
                    || protocol == IpProtocol.AH
                    || !ExtensionHeader.fits(s, at, packetEnd)) {
                return NONE;
            }
            if (protocol == IpProtocol.ROUTING && new RoutingHeader(s, at).segmentsLeft() > 0) {
                if (!namesDestination(new RoutingHeader(s, at))) {
                    return NONE;
                }
                destination = at + FINAL_DESTINATION - ipAt;
            }
            var extension = new ExtensionHeader(s, at);
            protocol = extension.nextHeader();
            at += extension.lengthBytes();
        }
        return pack(protocol, at - ipAt, destination);
    }

    private static boolean namesDestination(RoutingHeader header) {
        boolean known = header.type() == RoutingHeader.TYPE_2 || header.type() == RoutingHeader.SEGMENT_ROUTING;
        return known && header.lengthBytes() >= FINAL_DESTINATION + Ipv6Address.BYTES;
    }

    private static long pack(int protocol, long offset, long destination) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP
                ? (long) protocol << PROTOCOL_SHIFT | destination << DESTINATION_SHIFT | offset
                : NONE;
    }
}
