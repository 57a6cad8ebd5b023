package inaba.xfrm.netlink.wire;

import inaba.api.xfrm.Limits;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_lifetime_cfg`: in the order of [Limits], soft before hard.
public record LifetimeInfo(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U64.withName("softBytes"),
            Host.U64.withName("hardBytes"),
            Host.U64.withName("softPackets"),
            Host.U64.withName("hardPackets"),
            Host.U64.withName("softSeconds"),
            Host.U64.withName("hardSeconds"),
            Host.U64.withName("softUseSeconds"),
            Host.U64.withName("hardUseSeconds"));

    private static final long INFINITE = -1;

    /// 64
    public static final int BYTES = (int) LAYOUT.byteSize();

    public Limits limits() {
        return new Limits(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7));
    }

    /// 0 and what is beyond 63 bits mean no limit.
    private long at(int index) {
        long value = Host.u64(bytes, (long) index * Long.BYTES);
        return value <= 0 ? Limits.NONE : value;
    }

    public LifetimeInfo limits(Limits limits) {
        long[] values = {
            limits.softBytes(),
            limits.hardBytes(),
            limits.softPackets(),
            limits.hardPackets(),
            limits.softSeconds(),
            limits.hardSeconds(),
            limits.softUseSeconds(),
            limits.hardUseSeconds()
        };
        for (int i = 0; i < values.length; i++) {
            boolean seconds = i >= 4; // where Linux says 0 for never
            Host.u64(bytes, (long) i * Long.BYTES, values[i] != Limits.NONE ? values[i] : seconds ? 0 : INFINITE);
        }
        return this;
    }
}
