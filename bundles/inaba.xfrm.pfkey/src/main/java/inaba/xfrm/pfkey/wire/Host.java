package inaba.xfrm.pfkey.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Integers in the host's order.
final class Host {
    static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private Host() {}

    static int u16(MemorySegment s, long at) {
        return Short.toUnsignedInt(s.get(U16, at));
    }

    static void u16(MemorySegment s, long at, int value) {
        s.set(U16, at, (short) value);
    }

    static int u32(MemorySegment s, long at) {
        return s.get(U32, at);
    }

    static void u32(MemorySegment s, long at, int value) {
        s.set(U32, at, value);
    }

    static long u64(MemorySegment s, long at) {
        return s.get(U64, at);
    }

    static void u64(MemorySegment s, long at, long value) {
        s.set(U64, at, value);
    }
}
