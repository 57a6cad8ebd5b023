package inaba.xfrm.netlink.wire;

import static inaba.wire.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_userpolicy_info`.
public record PolicyInfo(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            SelectorInfo.LAYOUT.withName("selector"),
            LifetimeInfo.LAYOUT.withName("limits"),
            CurrentInfo.LAYOUT.withName("current"),
            Host.U32.withName("priority"),
            Host.U32.withName("index"),
            Layouts.U8.withName("direction"),
            Layouts.U8.withName("action"),
            Layouts.U8.withName("flags"),
            Layouts.U8.withName("share"),
            paddingLayout(4));

    private static final long LIMITS = offset(LAYOUT, "limits");
    private static final long CURRENT = offset(LAYOUT, "current");
    private static final long PRIORITY = offset(LAYOUT, "priority");
    private static final long INDEX = offset(LAYOUT, "index");
    private static final long DIRECTION = offset(LAYOUT, "direction");
    private static final long ACTION = offset(LAYOUT, "action");

    /// 168
    public static final int BYTES = (int) LAYOUT.byteSize();

    public SelectorInfo selector() {
        return new SelectorInfo(bytes.asSlice(0, SelectorInfo.BYTES));
    }

    public LifetimeInfo limits() {
        return new LifetimeInfo(bytes.asSlice(LIMITS, LifetimeInfo.BYTES));
    }

    public CurrentInfo current() {
        return new CurrentInfo(bytes.asSlice(CURRENT, CurrentInfo.BYTES));
    }

    public long priority() {
        return Integer.toUnsignedLong(Host.u32(bytes, PRIORITY));
    }

    public int index() {
        return Host.u32(bytes, INDEX);
    }

    public int direction() {
        return Host.u8(bytes, DIRECTION);
    }

    public int action() {
        return Host.u8(bytes, ACTION);
    }

    public PolicyInfo rest(long priority, int index, int direction, int action) {
        Host.u32(bytes, PRIORITY, (int) priority);
        Host.u32(bytes, INDEX, index);
        Host.u8(bytes, DIRECTION, direction);
        Host.u8(bytes, ACTION, action);
        return this;
    }
}
