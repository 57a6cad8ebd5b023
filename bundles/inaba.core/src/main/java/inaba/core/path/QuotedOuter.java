package inaba.core.path;

import inaba.wire.ExtensionHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// The packet that an ICMP error quotes, which may be cut anywhere: what is behind its IP header.
public final class QuotedOuter {
    private static final int IPV4 = 4;

    private QuotedOuter() {}

    public static boolean isIpv4(MemorySegment quoted) {
        return quoted.byteSize() > 0 && Layouts.u8(quoted, 0) >>> 4 == IPV4;
    }

    /// The first protocol number that is not an extension header's, or -1. What a fragment is of, it tells too.
    public static int protocol(MemorySegment quoted) {
        long end = quoted.byteSize();
        if (isIpv4(quoted)) {
            return Ipv4Header.fits(quoted, 0, end) ? new Ipv4Header(quoted, 0).protocol() : -1;
        }
        if (!Ipv6Header.fits(quoted, 0, end)) {
            return -1;
        }
        int protocol = new Ipv6Header(quoted, 0).nextHeader();
        for (long at = Ipv6Header.BYTES; IpProtocol.isExtension(protocol); ) {
            if (!ExtensionHeader.fits(protocol, quoted, at, end)) {
                return -1;
            }
            var header = new ExtensionHeader(quoted, at);
            at += header.lengthBytes(protocol);
            protocol = header.nextHeader();
        }
        return protocol;
    }
}
