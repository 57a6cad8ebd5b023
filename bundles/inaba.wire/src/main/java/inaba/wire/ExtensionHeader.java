package inaba.wire;

import java.lang.foreign.MemorySegment;

/// What extension headers have in common, RFC 6564 §4: a next header, a length, then whatever they say.
///
/// Two older ones count their length in another way, so that the length depends on the header's own number.
public record ExtensionHeader(MemorySegment bytes, long at) {
    /// No extension header is shorter.
    public static final int MIN_BYTES = 8;

    private static final long LENGTH = 1;

    /// True if a header of the common form lies whole before `end`.
    public static boolean fits(MemorySegment s, long at, long end) {
        return fits(IpProtocol.HOP_BY_HOP, s, at, end);
    }

    /// True if the header numbered `protocol` lies whole before `end`.
    public static boolean fits(int protocol, MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, MIN_BYTES) && end - at >= lengthBytes(s, at, protocol);
    }

    public int nextHeader() {
        return Layouts.u8(bytes, at);
    }

    /// The length of a header of the common form, in bytes: 8..2048.
    public int lengthBytes() {
        return lengthBytes(bytes, at, IpProtocol.HOP_BY_HOP);
    }

    /// The length of the header numbered `protocol`, in bytes.
    public int lengthBytes(int protocol) {
        return lengthBytes(bytes, at, protocol);
    }

    /// As [#lengthBytes(int)], without a view.
    public static int lengthBytes(MemorySegment s, long at, int protocol) {
        return switch (protocol) {
            case IpProtocol.FRAGMENT -> FragmentHeader.BYTES; // RFC 8200 §4.5
            case IpProtocol.AH -> (Layouts.u8(s, at + LENGTH) + 2) * 4; // RFC 4302 §2.2
            default -> (Layouts.u8(s, at + LENGTH) + 1) * 8;
        };
    }

    public ExtensionHeader nextHeader(int protocol) {
        Layouts.u8(bytes, at, protocol);
        return this;
    }

    /// Writes the length of a header of the common form: a multiple of 8 in 8..2048.
    public ExtensionHeader encodeLength(int length) {
        Layouts.u8(bytes, at + LENGTH, length / 8 - 1);
        return this;
    }
}
