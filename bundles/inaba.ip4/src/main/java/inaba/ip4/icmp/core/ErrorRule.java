package inaba.ip4.icmp.core;

import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Layouts;
import inaba.wire.icmp4.Icmpv4Type;
import java.lang.foreign.MemorySegment;

/// Whether a packet may be answered by an ICMP error, RFC 1812 §4.3.2.7 and RFC 1122 §3.2.2, and why not.
public enum ErrorRule {
    ALLOWED,
    ANSWERS_ERROR,
    /// To a group or to all, by its address or by its frame.
    ANSWERS_MANY,
    /// The first one tells.
    ANSWERS_LATER_FRAGMENT,
    NO_SINGLE_SOURCE;

    /// @param at the IPv4 header, which was checked when the packet came in
    /// @param toMany the destination is a group or a broadcast address, or the frame went to more than one
    /// @param oneSource the source names one host
    public static ErrorRule mayAnswer(MemorySegment s, long at, long end, boolean toMany, boolean oneSource) {
        var header = new Ipv4Header(s, at);
        if (!oneSource) {
            return NO_SINGLE_SOURCE;
        }
        if (toMany) {
            return ANSWERS_MANY;
        }
        if (header.fragmentOffset() > 0) {
            return ANSWERS_LATER_FRAGMENT;
        }
        return header.protocol() == IpProtocol.ICMP && mayBeError(s, at + header.headerLength(), end)
                ? ANSWERS_ERROR
                : ALLOWED;
    }

    /// A message cut before its type counts as an error.
    private static boolean mayBeError(MemorySegment s, long message, long end) {
        return message >= end || Icmpv4Type.isError(Layouts.u8(s, message));
    }
}
