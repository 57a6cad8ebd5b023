package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_userpolicy_id`.
public record PolicyId(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            SelectorInfo.LAYOUT.withName("selector"),
            Host.U32.withName("index"),
            Layouts.U8.withName("direction"),
            paddingLayout(3));

    private static final long INDEX = offset(LAYOUT, "index");
    private static final long DIRECTION = offset(LAYOUT, "direction");

    /// 64
    public static final int BYTES = (int) LAYOUT.byteSize();

    public SelectorInfo selector() {
        return new SelectorInfo(bytes.asSlice(0, SelectorInfo.BYTES));
    }

    /// 0 where the selector says which.
    public int index() {
        return Host.u32(bytes, INDEX);
    }

    public int direction() {
        return Host.u8(bytes, DIRECTION);
    }

    public PolicyId rest(int index, int direction) {
        Host.u32(bytes, INDEX, index);
        Host.u8(bytes, DIRECTION, direction);
        return this;
    }
}
