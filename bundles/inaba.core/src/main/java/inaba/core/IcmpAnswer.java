package inaba.core;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Type;

/// The error that tells the source of a packet of either family why it was dropped. The sender of errors may still
/// refuse (RFC 4443 §2.4 (e), RFC 1812 §4.3.2.7).
public final class IcmpAnswer {
    /// No error.
    public static final int NONE = 0;

    private IcmpAnswer() {}

    /// @return type and code, for [#type] and [#code], or [#NONE]
    public static int to(DropReason reason, Packet packet) {
        return switch (packet.etherType()) {
            case EthernetHeader.ETHERTYPE_IPV6 ->
                reason instanceof CoreDrop core && !core.answers(packet)
                        ? NONE
                        : of(reason.icmpType(), reason.icmpCode());
            case EthernetHeader.ETHERTYPE_IPV4 -> ofIpv4(reason);
            default -> NONE;
        };
    }

    public static int type(int answer) {
        return answer >>> 8;
    }

    public static int code(int answer) {
        return answer & 0xff;
    }

    /// RFC 792, RFC 1812 §5.2.7.
    private static int ofIpv4(DropReason reason) {
        return switch (reason) {
            case CoreDrop.NO_ROUTE -> unreachable(Icmpv4Code.NET_UNREACHABLE);
            case CoreDrop.UNREACHABLE,
                    CoreDrop.ADDRESS_UNREACHABLE,
                    CoreDrop.TUNNEL_TO_ITSELF,
                    CoreDrop.TUNNEL_UNREACHABLE,
                    CoreDrop.POINT_TO_POINT -> unreachable(Icmpv4Code.HOST_UNREACHABLE);
            case CoreDrop.PROTOCOL_UNREACHABLE -> unreachable(Icmpv4Code.PROTOCOL_UNREACHABLE);
            case CoreDrop.PORT_UNREACHABLE -> unreachable(Icmpv4Code.PORT_UNREACHABLE);
            case CoreDrop.TOO_BIG -> unreachable(Icmpv4Code.FRAGMENTATION_NEEDED);
            case CoreDrop.PROHIBITED -> unreachable(Icmpv4Code.ADMINISTRATIVELY_PROHIBITED);
            case CoreDrop.HOP_LIMIT -> of(Icmpv4Type.TIME_EXCEEDED, Icmpv4Code.TTL_EXCEEDED);
            case CoreDrop.REASSEMBLY_TIME -> of(Icmpv4Type.TIME_EXCEEDED, Icmpv4Code.REASSEMBLY_TIME_EXCEEDED);
            case Ipv4Drop.SOURCE_ROUTE -> unreachable(Icmpv4Code.SOURCE_ROUTE_FAILED);
            case Ipv4Drop.OPTION_LENGTH -> of(Icmpv4Type.PARAMETER_PROBLEM, Icmpv4Code.POINTER);
            case CoreDrop _, Ipv4Drop _ -> NONE;
            default -> ofBundle(reason.icmpType());
        };
    }

    /// What a bundle says in ICMPv6's terms, in ICMP's.
    private static int ofBundle(int icmpv6Type) {
        return switch (icmpv6Type) {
            case Icmpv6Type.PACKET_TOO_BIG -> unreachable(Icmpv4Code.FRAGMENTATION_NEEDED);
            case Icmpv6Type.DESTINATION_UNREACHABLE -> unreachable(Icmpv4Code.HOST_UNREACHABLE);
            default -> NONE;
        };
    }

    private static int unreachable(int code) {
        return of(Icmpv4Type.DESTINATION_UNREACHABLE, code);
    }

    private static int of(int type, int code) {
        return type << 8 | code;
    }
}
