package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The Fragment header, RFC 8200 §4.5.
public record FragmentHeader(MemorySegment bytes, long at) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("nextHeader"),
            U8.withName("reserved"),
            U16.withName("offsetMore"),
            U32.withName("identification"));

    private static final long RESERVED = Layouts.offset(LAYOUT, "reserved");
    /// Where the Fragment Offset lies: a Parameter Problem points at it.
    public static final long OFFSET_MORE = Layouts.offset(LAYOUT, "offsetMore");
    private static final long IDENTIFICATION = Layouts.offset(LAYOUT, "identification");

    /// 8
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    public int nextHeader() {
        return Layouts.u8(bytes, at);
    }

    /// Where this fragment belongs in the fragmentable part, in bytes: a multiple of 8 up to 65528.
    public int offset() {
        return Layouts.u16(bytes, at + OFFSET_MORE) & ~7;
    }

    /// True if this is not the last fragment.
    public boolean more() {
        return (Layouts.u16(bytes, at + OFFSET_MORE) & 1) != 0;
    }

    /// True if the packet is whole in spite of this header, RFC 6946.
    public boolean isAtomic() {
        return offset() == 0 && !more();
    }

    public int identification() {
        return bytes.get(U32, at + IDENTIFICATION);
    }

    /// Writes the next header and clears the reserved octet.
    public FragmentHeader nextHeader(int protocol) {
        Layouts.u8(bytes, at, protocol);
        Layouts.u8(bytes, at + RESERVED, 0);
        return this;
    }

    /// Writes the offset, in bytes and a multiple of 8, and the M flag; clears the reserved bits.
    public FragmentHeader offset(int offset, boolean more) {
        Layouts.u16(bytes, at + OFFSET_MORE, offset & ~7 | (more ? 1 : 0));
        return this;
    }

    public FragmentHeader identification(int identification) {
        bytes.set(U32, at + IDENTIFICATION, identification);
        return this;
    }
}
