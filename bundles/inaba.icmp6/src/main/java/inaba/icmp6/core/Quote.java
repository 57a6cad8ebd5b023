package inaba.icmp6.core;

import inaba.ip.probe.QuotedPacket;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Reads the packet that an ICMPv6 error quotes, RFC 4443 §2.4 (d).
public final class Quote {
    /// Octets that the length field of a multi-part message counts, RFC 4884 §4.4.
    private static final int LENGTH_UNIT = 8;

    static final int LENGTH_SHIFT = 24;

    private Quote() {}

    /// @return null when the quoted bytes do not lead to an upper-layer protocol
    public static @Nullable QuotedPacket read(ErrorMessage error) {
        MemorySegment quoted = withoutExtensions(error);
        if (!Ipv6Header.fits(quoted, 0, quoted.byteSize())) {
            return null;
        }
        var header = new Ipv6Header(quoted, 0);
        var walk = HeaderWalk.from(quoted, 0, quoted.byteSize());
        if (header.version() != 6 || walk.protocol() == HeaderWalk.CUT) {
            return null;
        }
        return new QuotedPacket(header.source(), header.destination(), walk.protocol(), quoted.asSlice(walk.at()));
    }

    /// Destination Unreachable and Time Exceeded may carry extensions behind the packet: then the first octet of the
    /// unused field says where it ends, RFC 4884 §4.4 and §4.5.
    private static MemorySegment withoutExtensions(ErrorMessage error) {
        MemorySegment quoted = error.quoted();
        boolean multiPart =
                error.type() == Icmpv6Type.DESTINATION_UNREACHABLE || error.type() == Icmpv6Type.TIME_EXCEEDED;
        long length = multiPart ? (error.param32() >>> LENGTH_SHIFT) * LENGTH_UNIT : 0;
        return length == 0 ? quoted : quoted.asSlice(0, Math.min(length, quoted.byteSize()));
    }
}
