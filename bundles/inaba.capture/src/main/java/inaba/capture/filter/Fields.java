package inaba.capture.filter;

import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Finds fields in a frame that may be anything. Numbers instead of objects; [#NONE] where there is no such field.
final class Fields {
    static final long NONE = -1;

    private static final int PROTOCOL_SHIFT = 32;
    private static final int NO_HEADER = 0;

    private Fields() {}

    /// The EtherType, or [#NONE] of a frame that is cut.
    static long etherType(MemorySegment frame, long at, int length) {
        return EthernetHeader.fits(frame, at, at + length) ? new EthernetHeader(frame, at).etherType() : NONE;
    }

    /// True for an IPv6 packet whose header is whole.
    static boolean isIpv6(MemorySegment frame, long at, int length) {
        return etherType(frame, at, length) == EthernetHeader.ETHERTYPE_IPV6
                && Ipv6Header.fits(frame, at + EthernetHeader.BYTES, at + length);
    }

    /// True for an IPv4 packet whose header is whole.
    static boolean isIpv4(MemorySegment frame, long at, int length) {
        return etherType(frame, at, length) == EthernetHeader.ETHERTYPE_IPV4
                && Ipv4Header.fits(frame, at + EthernetHeader.BYTES, at + length);
    }

    /// The upper layer of an IP packet, for [#protocol] and [#header].
    static long upper(MemorySegment frame, long at, int length) {
        long ip = at + EthernetHeader.BYTES;
        if (isIpv4(frame, at, length)) {
            var header = new Ipv4Header(frame, ip);
            boolean first = header.fragmentOffset() == 0;
            return pack(header.protocol(), first ? EthernetHeader.BYTES + header.headerLength() : NO_HEADER);
        }
        return isIpv6(frame, at, length) ? walk(frame, at, length, NONE) : NONE;
    }

    /// True when the chain of an IPv6 packet holds this protocol or extension header, or an IPv4 packet carries it.
    static boolean carries(MemorySegment frame, long at, int length, int wanted) {
        long found = isIpv6(frame, at, length) ? walk(frame, at, length, wanted) : upper(frame, at, length);
        return found != NONE && protocol(found) == wanted;
    }

    /// Walks the chain until the upper layer, or until a header of this number.
    private static long walk(MemorySegment frame, long at, int length, long until) {
        long end = at + length;
        int protocol = new Ipv6Header(frame, at + EthernetHeader.BYTES).nextHeader();
        long header = at + EthernetHeader.BYTES + Ipv6Header.BYTES;
        while (protocol != until
                && IpProtocol.isExtension(protocol)
                && ExtensionHeader.fits(protocol, frame, header, end)) {
            boolean later = protocol == IpProtocol.FRAGMENT && new FragmentHeader(frame, header).offset() != 0;
            var extension = new ExtensionHeader(frame, header);
            header += extension.lengthBytes(protocol);
            protocol = extension.nextHeader();
            if (later) {
                return pack(protocol, NO_HEADER);
            }
        }
        return pack(protocol, header - at);
    }

    static int protocol(long upper) {
        return (int) (upper >>> PROTOCOL_SHIFT);
    }

    /// Absolute offset of the upper-layer header, or [#NONE] in a fragment that is not the first.
    static long header(long upper, long at) {
        long offset = upper & 0xffff_ffffL;
        return offset == NO_HEADER ? NONE : at + offset;
    }

    private static long pack(int protocol, long offset) {
        return (long) protocol << PROTOCOL_SHIFT | offset;
    }

    /// A 16-bit field of the upper-layer header, or [#NONE].
    static long u16(MemorySegment frame, long header, long offset, long end) {
        return header != NONE && Layouts.holds(frame, header + offset, end, 2)
                ? Layouts.u16(frame, header + offset)
                : NONE;
    }
}
