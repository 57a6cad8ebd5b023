package inaba.wire.nd;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// One option, RFC 4861 §4.6: `bytes` are its octets exactly, type and length included.
///
/// To read what it says, ask `fits` of the view that its type calls for: `fits` answers for type and length both.
public record NdOption(MemorySegment bytes) {
    /// The length field counts these.
    public static final int UNIT = 8;
    /// A lifetime without an end, in seconds: all one bits.
    public static final long INFINITY = 0xffff_ffffL;

    private static final long LENGTH = 1;

    public int type() {
        return type(bytes, 0);
    }

    /// 8..2040
    public int lengthBytes() {
        return lengthBytes(bytes, 0);
    }

    static int type(MemorySegment s, long at) {
        return Layouts.u8(s, at);
    }

    static int lengthBytes(MemorySegment s, long at) {
        return Layouts.u8(s, at + LENGTH) * UNIT;
    }

    /// True if `s` is exactly one option of this type, at least `bytes` long.
    static boolean is(MemorySegment s, int type, long bytes) {
        return s.byteSize() >= Math.max(bytes, UNIT) && type(s, 0) == type && lengthBytes(s, 0) == s.byteSize();
    }

    static void start(MemorySegment option, int type) {
        option.fill((byte) 0);
        Layouts.u8(option, 0, type);
        Layouts.u8(option, LENGTH, (int) (option.byteSize() / UNIT));
    }
}
