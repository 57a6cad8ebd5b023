package inaba.icmp6;

import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;

/// What ping and traceroute say of an ICMPv6 error.
final class ErrorText {
    private ErrorText() {}

    /// In the words of iputils' ping.
    static String sentence(int type, int code, long parameter) {
        return switch (type) {
            case Icmpv6Type.DESTINATION_UNREACHABLE -> "Destination unreachable: " + unreachable(code);
            case Icmpv6Type.PACKET_TOO_BIG -> "Packet too big: mtu=" + parameter;
            case Icmpv6Type.TIME_EXCEEDED ->
                "Time exceeded: "
                        + (code == Icmpv6Code.HOP_LIMIT_EXCEEDED
                                ? "Hop limit"
                                : code == Icmpv6Code.REASSEMBLY_TIME_EXCEEDED
                                        ? "Defragmentation failure"
                                        : "code " + code);
            case Icmpv6Type.PARAMETER_PROBLEM -> "Parameter problem: " + problem(code) + "at " + parameter;
            default -> "Unknown error type " + type + " code " + code;
        };
    }

    private static String unreachable(int code) {
        return switch (code) {
            case Icmpv6Code.NO_ROUTE -> "No route";
            case Icmpv6Code.ADMINISTRATIVELY_PROHIBITED -> "Administratively prohibited";
            case Icmpv6Code.BEYOND_SCOPE -> "Beyond scope of source address";
            case Icmpv6Code.ADDRESS_UNREACHABLE -> "Address unreachable";
            case Icmpv6Code.PORT_UNREACHABLE -> "Port unreachable";
            case Icmpv6Code.SOURCE_POLICY_FAILED -> "Source address failed ingress/egress policy";
            case Icmpv6Code.REJECT_ROUTE -> "Reject route to destination";
            case Icmpv6Code.HEADERS_TOO_LONG -> "Headers too long";
            default -> "Unknown code " + code;
        };
    }

    private static String problem(int code) {
        return switch (code) {
            case Icmpv6Code.ERRONEOUS_HEADER -> "Wrong header field ";
            case Icmpv6Code.UNRECOGNIZED_NEXT_HEADER -> "Unknown header ";
            case Icmpv6Code.UNRECOGNIZED_OPTION -> "Unknown option ";
            default -> Icmpv6Code.name(Icmpv6Type.PARAMETER_PROBLEM, code) + ' ';
        };
    }

    /// The mark that traceroute sets behind a time; empty for an answer that needs none.
    static String mark(int type, int code, long parameter) {
        return switch (type) {
            case Icmpv6Type.TIME_EXCEEDED -> code == Icmpv6Code.HOP_LIMIT_EXCEEDED ? "" : "!<3-" + code + '>';
            case Icmpv6Type.PACKET_TOO_BIG -> "!F-" + parameter;
            case Icmpv6Type.DESTINATION_UNREACHABLE ->
                switch (code) {
                    case Icmpv6Code.PORT_UNREACHABLE -> "";
                    case Icmpv6Code.NO_ROUTE -> "!N";
                    case Icmpv6Code.ADMINISTRATIVELY_PROHIBITED -> "!X";
                    case Icmpv6Code.BEYOND_SCOPE -> "!S";
                    case Icmpv6Code.ADDRESS_UNREACHABLE -> "!H";
                    case Icmpv6Code.SOURCE_POLICY_FAILED -> "!A";
                    case Icmpv6Code.REJECT_ROUTE -> "!R";
                    default -> "!<" + code + '>';
                };
            default -> "!<" + type + '-' + code + '>';
        };
    }
}
