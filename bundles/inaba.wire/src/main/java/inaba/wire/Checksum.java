package inaba.wire;

import static inaba.wire.Layouts.U64;

import java.lang.foreign.MemorySegment;

/// The Internet checksum, RFC 1071: the one's complement of the one's complement sum of big-endian 16-bit words.
///
/// A *sum* here is a `long` that folds to 16 bits; sums of parts add up as long as every part but the last has an
/// even length. A *checksum* is the 16 bits of the wire, 0..65535.
public final class Checksum {
    private static final long LOW_32 = 0xffff_ffffL;

    private Checksum() {}

    /// Adds `length` octets from `at` to `initial`; an odd last octet counts as the high half of a word.
    public static long sum(MemorySegment s, long at, long length, long initial) {
        long end = at + length;
        long end8 = at + (length & ~7L);
        long sum = initial;
        long i = at;
        for (; i < end8; i += 8) {
            sum += words(s.get(U64, i));
        }
        for (; i < end - 1; i += 2) {
            sum += Layouts.u16(s, i);
        }
        return i < end ? sum + (Layouts.u8(s, i) << 8) : sum;
    }

    /// Folds a sum to 16 bits, carries added in: RFC 1071 §4.1.
    public static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & LOW_32);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /// The checksum: the complement of the folded sum. Over data that holds its checksum it gives 0 if that is right.
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /// The sum of the pseudo-header, RFC 8200 §8.1.
    ///
    /// @param destination the final one, also when a Routing header has not reached its end
    public static long pseudoHeader(Ipv6Address source, Ipv6Address destination, long upperLength, int nextHeader) {
        return words(source.high())
                + words(source.low())
                + words(destination.high())
                + words(destination.low())
                + upperLength
                + nextHeader;
    }

    /// The sum of the pseudo-header of the IPv6 header at `ipv6At`, addresses read in place.
    public static long pseudoHeader(MemorySegment s, long ipv6At, long upperLength, int nextHeader) {
        long source = ipv6At + Ipv6Header.SOURCE;
        long destination = ipv6At + Ipv6Header.DESTINATION;
        return words(s.get(U64, source))
                + words(s.get(U64, source + 8))
                + words(s.get(U64, destination))
                + words(s.get(U64, destination + 8))
                + upperLength
                + nextHeader;
    }

    /// The checksum to store in the IPv4 header at `ipv4At`, whatever its field holds now: RFC 791 §3.1.
    public static int ipv4Header(MemorySegment s, long ipv4At) {
        var header = new Ipv4Header(s, ipv4At);
        return finish(sum(s, ipv4At, header.headerLength(), ~header.checksum() & 0xffff));
    }

    /// The sum of the pseudo-header of the IPv4 header at `ipv4At`, RFC 768 and RFC 9293 §3.1.
    public static long pseudoHeaderIpv4(MemorySegment s, long ipv4At, long upperLength, int protocol) {
        return sum(s, ipv4At + Ipv4Header.SOURCE, 8, upperLength + protocol);
    }

    /// Four words as two of 32 bits: 2^16 counts as 1, so wide words may be added, RFC 1071 §2 (C).
    private static long words(long eight) {
        return (eight >>> 32) + (eight & LOW_32);
    }

    /// The checksum to store in an upper-layer message whose checksum field is zero now. UDP never gets 0, as that
    /// would mean none (RFC 8200 §8.1).
    ///
    /// @param upperLength the message's length in bytes, 0..2^32-1
    public static int upperLayer(MemorySegment b, long ipv6At, long upperAt, long upperLength, int nextHeader) {
        return nonZeroForUdp(
                finish(sum(b, upperAt, upperLength, pseudoHeader(b, ipv6At, upperLength, nextHeader))), nextHeader);
    }

    /// As [#upperLayer], for a message in an IPv4 packet.
    public static int upperLayerIpv4(MemorySegment b, long ipv4At, long upperAt, long upperLength, int protocol) {
        return nonZeroForUdp(
                finish(sum(b, upperAt, upperLength, pseudoHeaderIpv4(b, ipv4At, upperLength, protocol))), protocol);
    }

    static int nonZeroForUdp(int checksum, int protocol) {
        return checksum == 0 && protocol == IpProtocol.UDP ? 0xffff : checksum;
    }

    /// True if the checksum that the upper-layer message holds is right.
    public static boolean valid(MemorySegment b, long ipv6At, long upperAt, long upperLength, int nextHeader) {
        return finish(sum(b, upperAt, upperLength, pseudoHeader(b, ipv6At, upperLength, nextHeader))) == 0;
    }

    /// As [#valid], for a message in an IPv4 packet.
    public static boolean validIpv4(MemorySegment b, long ipv4At, long upperAt, long upperLength, int protocol) {
        return finish(sum(b, upperAt, upperLength, pseudoHeaderIpv4(b, ipv4At, upperLength, protocol))) == 0;
    }

    /// The checksum after one 16-bit word of what it covers changed: HC' = ~(~HC + ~m + m'), RFC 1624 §3 (eqn. 3).
    public static int update(int checksum, int oldWord, int newWord) {
        return finish((long) (~checksum & 0xffff) + (~oldWord & 0xffff) + (newWord & 0xffff));
    }
}
