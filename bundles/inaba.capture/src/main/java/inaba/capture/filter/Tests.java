package inaba.capture.filter;

import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;

/// The questions that an expression is made of.
final class Tests {
    private static final int ARP_SENDER = 14; // RFC 826: protocol addresses of Ethernet and IPv4
    private static final int ARP_TARGET = 24;
    private static final int ARP_BYTES = 28;
    private static final long MAPPED = 0xffffL << 32;

    private Tests() {}

    static Filter etherType(int type) {
        return (frame, at, length) -> Fields.etherType(frame, at, length) == type;
    }

    static Filter mac(MacAddress mac, Side side) {
        long value = mac.value();
        return (frame, at, length) -> EthernetHeader.fits(frame, at, at + length)
                && (side.source() && new EthernetHeader(frame, at).sourceValue() == value
                        || side.destination() && new EthernetHeader(frame, at).destinationValue() == value);
    }

    /// Frames to a group; broadcast is one too.
    static Filter multicast() {
        return (frame, at, length) -> EthernetHeader.fits(frame, at, at + length)
                && MacAddress.isMulticast(new EthernetHeader(frame, at).destinationValue());
    }

    /// The upper layer of an IPv4 or IPv6 packet, or one of its extension headers.
    static Filter protocol(int protocol) {
        return (frame, at, length) -> Fields.carries(frame, at, length, protocol);
    }

    /// The port of a TCP, UDP or SCTP packet.
    static Filter port(int port, Side side) {
        return (frame, at, length) -> {
            long upper = Fields.upper(frame, at, length);
            if (upper == Fields.NONE || !hasPorts(Fields.protocol(upper))) {
                return false;
            }
            long header = Fields.header(upper, at);
            return side.source() && Fields.u16(frame, header, 0, at + length) == port
                    || side.destination() && Fields.u16(frame, header, 2, at + length) == port;
        };
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.UDP_LITE -> true;
            default -> false;
        };
    }

    /// An address of an IPv6 packet, or, when the prefix lies in ::ffff:0:0/96, of an IPv4 or ARP packet.
    static Filter address(Prefix prefix, Side side) {
        if (prefix.length() >= 96 && prefix.address().isMapped()) {
            return ipv4(prefix, side).or(arp(prefix, side));
        }
        return ipv6(prefix, side);
    }

    private static Filter ipv6(Prefix prefix, Side side) {
        return (frame, at, length) -> {
            long ip = at + EthernetHeader.BYTES;
            return Fields.isIpv6(frame, at, length)
                    && (side.source() && contains(prefix, frame, ip + Ipv6Header.SOURCE)
                            || side.destination() && contains(prefix, frame, ip + Ipv6Header.DESTINATION));
        };
    }

    private static boolean contains(Prefix prefix, MemorySegment frame, long at) {
        return prefix.contains(Ipv6Address.high(frame, at), Ipv6Address.low(frame, at));
    }

    private static Filter ipv4(Prefix prefix, Side side) {
        return (frame, at, length) -> {
            long source = at + EthernetHeader.BYTES + Ipv4Header.SOURCE;
            return Fields.isIpv4(frame, at, length)
                    && (side.source() && containsIpv4(prefix, frame, source)
                            || side.destination() && containsIpv4(prefix, frame, source + 4));
        };
    }

    private static Filter arp(Prefix prefix, Side side) {
        return (frame, at, length) -> {
            long arp = at + EthernetHeader.BYTES;
            return Fields.etherType(frame, at, length) == EthernetHeader.ETHERTYPE_ARP
                    && Layouts.holds(frame, arp, at + length, ARP_BYTES)
                    && (side.source() && containsIpv4(prefix, frame, arp + ARP_SENDER)
                            || side.destination() && containsIpv4(prefix, frame, arp + ARP_TARGET));
        };
    }

    private static boolean containsIpv4(Prefix prefix, MemorySegment frame, long at) {
        return prefix.contains(0, MAPPED | Layouts.u32(frame, at));
    }
}
