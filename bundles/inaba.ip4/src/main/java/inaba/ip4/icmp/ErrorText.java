package inaba.ip4.icmp;

import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;

/// What ping and traceroute say of an ICMP error.
final class ErrorText {
    private static final int MTU_MASK = 0xffff;
    private static final int POINTER_SHIFT = 24;

    private ErrorText() {}

    /// In the words of iputils' ping.
    static String sentence(int type, int code, long parameter) {
        return switch (type) {
            case Icmpv4Type.DESTINATION_UNREACHABLE -> unreachable(code, parameter);
            case Icmpv4Type.TIME_EXCEEDED ->
                code == Icmpv4Code.TTL_EXCEEDED ? "Time to live exceeded" : "Frag reassembly time exceeded";
            case Icmpv4Type.PARAMETER_PROBLEM -> "Parameter problem: pointer = " + (parameter >>> POINTER_SHIFT);
            default -> "Unknown error type " + type + " code " + code;
        };
    }

    private static String unreachable(int code, long parameter) {
        return switch (code) {
            case Icmpv4Code.NET_UNREACHABLE -> "Destination Net Unreachable";
            case Icmpv4Code.HOST_UNREACHABLE -> "Destination Host Unreachable";
            case Icmpv4Code.PROTOCOL_UNREACHABLE -> "Destination Protocol Unreachable";
            case Icmpv4Code.PORT_UNREACHABLE -> "Destination Port Unreachable";
            case Icmpv4Code.FRAGMENTATION_NEEDED -> "Frag needed and DF set (mtu = " + (parameter & MTU_MASK) + ")";
            case Icmpv4Code.SOURCE_ROUTE_FAILED -> "Source Route Failed";
            case Icmpv4Code.ADMINISTRATIVELY_PROHIBITED -> "Packet filtered";
            default -> "Dest Unreachable, Bad Code: " + code;
        };
    }

    /// The mark that traceroute sets behind a time; empty for an answer that needs none.
    static String mark(int type, int code, long parameter) {
        if (type == Icmpv4Type.TIME_EXCEEDED && code == Icmpv4Code.TTL_EXCEEDED) {
            return "";
        }
        if (type != Icmpv4Type.DESTINATION_UNREACHABLE) {
            return "!<" + type + '-' + code + '>';
        }
        return switch (code) {
            case Icmpv4Code.PORT_UNREACHABLE -> "";
            case Icmpv4Code.NET_UNREACHABLE -> "!N";
            case Icmpv4Code.HOST_UNREACHABLE -> "!H";
            case Icmpv4Code.PROTOCOL_UNREACHABLE -> "!P";
            case Icmpv4Code.FRAGMENTATION_NEEDED -> "!F-" + (parameter & MTU_MASK);
            case Icmpv4Code.SOURCE_ROUTE_FAILED -> "!S";
            case Icmpv4Code.ADMINISTRATIVELY_PROHIBITED -> "!X";
            default -> "!<" + code + '>';
        };
    }
}
