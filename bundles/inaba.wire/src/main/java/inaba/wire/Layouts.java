package inaba.wire;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The layouts that every wire format is made of: unaligned and big-endian, as RFC 791 Appendix B orders octets.
public final class Layouts {
    public static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    public static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    public static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    public static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Layouts() {}

    /// A run of `count` octets inside a struct layout: an address, a nonce.
    public static MemoryLayout octets(long count) {
        return MemoryLayout.sequenceLayout(count, U8);
    }

    /// Where the field `name` begins in `layout`, in bytes.
    public static long offset(StructLayout layout, String name) {
        return layout.byteOffset(PathElement.groupElement(name));
    }

    /// True if `bytes` octets from `at` lie within both `end` and the segment.
    public static boolean holds(MemorySegment s, long at, long end, long bytes) {
        return at >= 0 && end <= s.byteSize() && end - at >= bytes;
    }

    /// The octet at `at`, 0..255.
    public static int u8(MemorySegment s, long at) {
        return Byte.toUnsignedInt(s.get(U8, at));
    }

    /// The 16 bits at `at`, 0..65535.
    public static int u16(MemorySegment s, long at) {
        return Short.toUnsignedInt(s.get(U16, at));
    }

    /// The 32 bits at `at`, 0..2^32-1.
    public static long u32(MemorySegment s, long at) {
        return Integer.toUnsignedLong(s.get(U32, at));
    }

    /// Writes the low 8 bits of `value`.
    public static void u8(MemorySegment s, long at, int value) {
        s.set(U8, at, (byte) value);
    }

    /// Writes the low 16 bits of `value`.
    public static void u16(MemorySegment s, long at, int value) {
        s.set(U16, at, (short) value);
    }

    /// Writes the low 32 bits of `value`.
    public static void u32(MemorySegment s, long at, long value) {
        s.set(U32, at, (int) value);
    }
}
