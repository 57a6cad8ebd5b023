package inaba.icmp6.core;

import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;

/// What follows the extension headers of a packet that may be cut anywhere, as a quoted one is (RFC 4443 §2.4 (d)).
///
/// @param protocol the upper-layer protocol, or [#CUT] where the chain could not be walked to its end
/// @param at where the upper-layer header begins; meaningless when cut
/// @param laterFragment the packet is a fragment without the upper-layer header
public record HeaderWalk(int protocol, long at, boolean laterFragment) {
    /// The chain ends before an upper-layer header is named.
    public static final int CUT = -1;

    /// Walks from the IPv6 header at `from`, which [Ipv6Header#fits].
    public static HeaderWalk from(MemorySegment s, long from, long end) {
        int protocol = new Ipv6Header(s, from).nextHeader();
        long at = from + Ipv6Header.BYTES;
        while (IpProtocol.isExtension(protocol)) {
            if (!ExtensionHeader.fits(protocol, s, at, end)) {
                return new HeaderWalk(CUT, end, false);
            }
            var header = new ExtensionHeader(s, at);
            if (protocol == IpProtocol.FRAGMENT && new FragmentHeader(s, at).offset() > 0) {
                return new HeaderWalk(header.nextHeader(), end, true);
            }
            at += header.lengthBytes(protocol);
            protocol = header.nextHeader();
        }
        return new HeaderWalk(protocol, at, false);
    }
}
