package inaba.core;

import static inaba.wire.icmp6.Icmpv6Type.DESTINATION_UNREACHABLE;
import static inaba.wire.icmp6.Icmpv6Type.PACKET_TOO_BIG;
import static inaba.wire.icmp6.Icmpv6Type.PARAMETER_PROBLEM;
import static inaba.wire.icmp6.Icmpv6Type.TIME_EXCEEDED;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Code;

/// Why the engine drops a packet, and the ICMPv6 error that tells its source, if any.
public enum CoreDrop implements DropReason {
    FRAME_TOO_SHORT("RFC 2464 §3"),
    OTHER_HOST("RFC 2464 §7: the frame is for another station"),
    UNKNOWN_ETHERTYPE("RFC 2464 §3"),
    LINK_DOWN("link set NAME down, or no carrier"),
    TOO_SHORT("RFC 8200 §3: 40 octets or more"),
    NOT_VERSION_6("RFC 8200 §3"),
    TRUNCATED("RFC 8200 §3: Payload Length exceeds the frame"),
    JUMBO_MALFORMED("RFC 2675 §3", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    SOURCE_MULTICAST("RFC 4291 §2.7"),
    SOURCE_LOOPBACK("RFC 4291 §2.5.3"),
    SOURCE_MAPPED("RFC 4291 §2.5.5.2: a mapped address is never on the wire"),
    DESTINATION_UNSPECIFIED("RFC 4291 §2.5.2"),
    DESTINATION_LOOPBACK("RFC 4291 §2.5.3"),
    DESTINATION_MAPPED("RFC 4291 §2.5.5.2: a mapped address is never on the wire"),
    MULTICAST_SCOPE("RFC 4291 §2.7: reserved or interface-local scope"),
    NOT_JOINED("RFC 4291 §2.8: no such group here"),
    SOURCE_NOT_WANTED("RFC 3810 §4.2: no listener of the group wants this source"),
    TENTATIVE("RFC 4862 §5.4: the address is not ours yet"),
    NOT_OURS("RFC 4007 §9: a link-local packet for another node"),
    NOT_FORWARDING("RFC 8200 §2: a host does not forward"),
    SOURCE_UNSPECIFIED("RFC 4291 §2.5.2: never forwarded"),
    BEYOND_SCOPE("RFC 4443 §3.1 code 2", DESTINATION_UNREACHABLE, Icmpv6Code.BEYOND_SCOPE),
    HOP_LIMIT("RFC 8200 §3", TIME_EXCEEDED, Icmpv6Code.HOP_LIMIT_EXCEEDED),
    NO_ROUTE("RFC 4443 §3.1 code 0", DESTINATION_UNREACHABLE, Icmpv6Code.NO_ROUTE),
    BLACKHOLE("route6: blackhole"),
    UNREACHABLE("route6: unreachable", DESTINATION_UNREACHABLE, Icmpv6Code.NO_ROUTE),
    PROHIBITED("route6: prohibit", DESTINATION_UNREACHABLE, Icmpv6Code.ADMINISTRATIVELY_PROHIBITED),
    TOO_BIG("RFC 8200 §5", PACKET_TOO_BIG, 0),
    ADDRESS_UNREACHABLE("RFC 4861 §7.2.2", DESTINATION_UNREACHABLE, Icmpv6Code.ADDRESS_UNREACHABLE),
    NEIGHBOR_QUEUE_FULL("RFC 4861 §7.2.2: the oldest gives way"),
    NO_RESOLVER("inaba.nd is not running"),
    OPTIONS_MALFORMED("RFC 8200 §4.2", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    OPTION_DISCARD("RFC 8200 §4.2: action 01"),
    OPTION_UNKNOWN("RFC 8200 §4.2: action 10", PARAMETER_PROBLEM, Icmpv6Code.UNRECOGNIZED_OPTION),
    OPTION_UNKNOWN_UNICAST("RFC 8200 §4.2: action 11", PARAMETER_PROBLEM, Icmpv6Code.UNRECOGNIZED_OPTION),
    OPTION_REFUSED("RFC 8504 §5.3: config options.unknown"),
    OPTIONS_TOO_LONG(
            "RFC 8504 §5.3: config options.header.bytes", PARAMETER_PROBLEM, Icmpv6Code.EXTENSION_HEADER_TOO_BIG),
    PADDING_TOO_LONG("RFC 8504 §5.3: config options.pad1, options.padn", PARAMETER_PROBLEM, Icmpv6Code.OPTION_TOO_BIG),
    TOO_MANY_OPTIONS("RFC 8504 §5.3: config options.most", PARAMETER_PROBLEM, Icmpv6Code.TOO_MANY_OPTIONS),
    HEADER_TRUNCATED("RFC 8200 §4"),
    TOO_MANY_HEADERS("RFC 8504 §5.3: config headers.most", PARAMETER_PROBLEM, Icmpv6Code.TOO_MANY_EXTENSION_HEADERS),
    ROUTING_TYPE("RFC 8200 §4.4, RFC 5095", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    UNKNOWN_NEXT_HEADER("RFC 8200 §4", PARAMETER_PROBLEM, Icmpv6Code.UNRECOGNIZED_NEXT_HEADER),
    NO_NEXT_HEADER("RFC 8200 §4.7"),
    FRAGMENT_LENGTH(
            "RFC 8200 §4.5: not a multiple of 8, or none at all", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    FRAGMENT_OVERRUN("RFC 8200 §4.5: beyond 65,535", PARAMETER_PROBLEM, Icmpv6Code.ERRONEOUS_HEADER),
    FRAGMENT_OVERLAP("RFC 5722 §4"),
    FRAGMENT_CHAIN(
            "RFC 7112 §5: the first fragment lacks headers", PARAMETER_PROBLEM, Icmpv6Code.INCOMPLETE_HEADER_CHAIN),
    FRAGMENT_TOTAL("RFC 8200 §4.5, RFC 791 §3.1: the whole is beyond 65,535"),
    FRAGMENT_ECN("RFC 3168 §5.3: some fragments met congestion, others know no ECN"),
    FRAGMENT_LIMIT("config reassembly.fragments, reassembly.per.datagram, reassembly.datagrams: too many wait"),
    REASSEMBLY_TIME("RFC 8200 §4.5: 60 seconds", TIME_EXCEEDED, Icmpv6Code.REASSEMBLY_TIME_EXCEEDED),
    REASSEMBLY_TIME_REST("RFC 8200 §4.5: 60 seconds; the error quotes the first fragment only"),
    ICMP_TOO_SHORT("RFC 4443 §2.1: 4 octets or more"),
    ICMP_CHECKSUM("RFC 4443 §2.3"),
    ICMP_UNKNOWN("RFC 4443 §2.4 (b): unknown informational message"),
    UDP_LENGTH("RFC 768: 8 octets or more, and no more than there are"),
    UDP_CHECKSUM("RFC 8200 §8.1: wrong, or none"),
    PORT_UNREACHABLE("RFC 4443 §3.1 code 4", DESTINATION_UNREACHABLE, Icmpv6Code.PORT_UNREACHABLE),
    PROTOCOL_UNREACHABLE(
            "RFC 4443 §3.4: nobody here speaks it", PARAMETER_PROBLEM, Icmpv6Code.UNRECOGNIZED_NEXT_HEADER),
    NO_LISTENER("RFC 9293 §3.10.7.1: no such connection"),
    PUNT_QUEUE_FULL("the control loop's queue for this class is full"),
    PUNT_RATE("RFC 6583 §6.4, §7.1: more in a second than the control loop is to look at"),
    TRANSMIT_FULL("the device took no more"),
    NO_SOURCE("RFC 6724 §4: no address fits"),
    FRAGMENTS_REFUSED("RFC 8200 §4.5: no packets or no room left to cut it"),
    TUNNEL_NESTING("RFC 2473 §4.1: too many headers one behind the other"),
    TUNNEL_TO_ITSELF(
            "RFC 2473 §4.1.2: the other end is this node", DESTINATION_UNREACHABLE, Icmpv6Code.ADDRESS_UNREACHABLE),
    TUNNEL_UNREACHABLE(
            "RFC 2473 §8.2: no way to the other end", DESTINATION_UNREACHABLE, Icmpv6Code.ADDRESS_UNREACHABLE),
    POINT_TO_POINT(
            "RFC 4443 §3.1: back over the link that it came by",
            DESTINATION_UNREACHABLE,
            Icmpv6Code.ADDRESS_UNREACHABLE),
    FRAGMENT_PROTECTION("RFC 4301 §7: fragments that came through different associations"),
    POLICY_UNSERVED("inaba.xfrm is not running: what a policy protects or blocks does not pass"),
    POOL_EMPTY("the packet pool is exhausted"),
    EXCEPTION("code of a bundle threw");

    private final String because;
    private final int icmpType;
    private final int icmpCode;

    CoreDrop(String because) {
        this(because, 0, 0);
    }

    CoreDrop(String because, int icmpType, int icmpCode) {
        this.because = because;
        this.icmpType = icmpType;
        this.icmpCode = icmpCode;
    }

    @Override
    public String because() {
        return because;
    }

    /// True when the source of the packet is to be told; the sender of errors may still refuse (RFC 4443 §2.4 (e)).
    public boolean answers(Packet packet) {
        return icmpType != 0
                && (this != OPTION_UNKNOWN_UNICAST
                        || !Ipv6Address.isMulticast(
                                new Ipv6Header(packet.memory(), packet.network()).destinationHigh()));
    }

    /// True when a limit of ours was exceeded: whether to tell of that is configurable (RFC 8883 §6).
    public boolean isLimit() {
        return switch (this) {
            case OPTIONS_TOO_LONG, PADDING_TOO_LONG, TOO_MANY_OPTIONS, TOO_MANY_HEADERS -> true;
            default -> false;
        };
    }

    @Override
    public int icmpType() {
        return icmpType;
    }

    @Override
    public int icmpCode() {
        return icmpCode;
    }
}
