package inaba.icmp6.core;

import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;

/// Whether a packet may be answered by an ICMPv6 error, RFC 4443 §2.4 (e), and why not.
public enum ErrorRule {
    ALLOWED,
    /// (e.1)
    ANSWERS_ERROR,
    /// (e.2)
    ANSWERS_REDIRECT,
    /// (e.3)
    ANSWERS_MULTICAST,
    /// (e.4), (e.5)
    ANSWERS_LINK_MULTICAST,
    /// (e.6)
    NO_SINGLE_SOURCE;

    /// @param type of the error, with its code
    /// @param wantsReport the option that a Parameter Problem points at has the type bits 10
    public static ErrorRule mayAnswer(int type, int code, boolean wantsReport, Invoking packet) {
        if (packet.source().isUnspecified() || packet.source().isMulticast() || packet.anycastSource()) {
            return NO_SINGLE_SOURCE;
        }
        if (packet.icmpType() == Icmpv6Type.REDIRECT) {
            return ANSWERS_REDIRECT;
        }
        if (mayBeError(type, code, packet)) {
            return ANSWERS_ERROR;
        }
        if (mayAnswerMulticast(type, code, wantsReport)) {
            return ALLOWED;
        }
        if (packet.destination().isMulticast()) {
            return ANSWERS_MULTICAST;
        }
        return packet.linkMulticast() ? ANSWERS_LINK_MULTICAST : ALLOWED;
    }

    /// An ICMPv6 message cut before its type counts as an error; not so a later fragment, which never has one, nor a
    /// first one, whose sender is to hear that exactly this is wrong with it (RFC 8200 §4.5, RFC 7112 §5).
    private static boolean mayBeError(int type, int code, Invoking packet) {
        return switch (packet.icmpType()) {
            case Invoking.NOT_ICMP -> false;
            case Invoking.UNKNOWN -> !packet.laterFragment() && !tellsOfChain(type, code);
            default -> Icmpv6Type.isError(packet.icmpType());
        };
    }

    private static boolean tellsOfChain(int type, int code) {
        return type == Icmpv6Type.PARAMETER_PROBLEM && code == Icmpv6Code.INCOMPLETE_HEADER_CHAIN;
    }

    /// The two exceptions of (e.3): Path MTU Discovery, and options whose type bits ask for it.
    private static boolean mayAnswerMulticast(int type, int code, boolean wantsReport) {
        return type == Icmpv6Type.PACKET_TOO_BIG
                || type == Icmpv6Type.PARAMETER_PROBLEM && code == Icmpv6Code.UNRECOGNIZED_OPTION && wantsReport;
    }
}
