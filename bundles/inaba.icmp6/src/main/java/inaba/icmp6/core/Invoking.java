package inaba.icmp6.core;

import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.OptionsHeader;
import java.lang.foreign.MemorySegment;

/// The packet that is to be answered by an error, as far as RFC 4443 §2.4 (e) looks at it.
///
/// @param anycastSource the source is known to be an anycast address
/// @param linkMulticast it came in a frame to a group or to all (e.4, e.5)
/// @param icmpType the type of the ICMPv6 message in it; [#NOT_ICMP], or [#UNKNOWN] when that octet is not there
/// @param laterFragment it is a fragment without the upper-layer header
public record Invoking(
        Ipv6Address source,
        Ipv6Address destination,
        boolean anycastSource,
        boolean linkMulticast,
        int icmpType,
        boolean laterFragment) {
    public static final int NOT_ICMP = -1;
    public static final int UNKNOWN = -2;

    /// Reads the packet whose IPv6 header is at `from`.
    public static Invoking read(MemorySegment s, long from, long end, boolean anycastSource, boolean linkMulticast) {
        var header = new Ipv6Header(s, from);
        var walk = HeaderWalk.from(s, from, end);
        return new Invoking(
                header.source(),
                header.destination(),
                anycastSource,
                linkMulticast,
                icmpType(s, walk, end),
                walk.laterFragment());
    }

    private static int icmpType(MemorySegment s, HeaderWalk walk, long end) {
        if (walk.protocol() != IpProtocol.ICMPV6) {
            return NOT_ICMP;
        }
        return walk.at() < end ? Layouts.u8(s, walk.at()) : UNKNOWN;
    }

    /// True if `pointer` leads to an option whose sender wants a report whatever the destination, type bits 10
    /// (RFC 8200 §4.2).
    public static boolean wantsReport(MemorySegment s, long from, long end, int pointer) {
        long option = from + pointer;
        return pointer >= Ipv6Header.BYTES
                && option < end
                && Layouts.u8(s, option) >>> 6 == OptionsHeader.DISCARD_AND_REPORT;
    }
}
