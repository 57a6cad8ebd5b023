package inaba.xfrm.netlink.wire;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct xfrm_lifetime_cur`: what went through, and when it was added and first used, in seconds since 1970.
public record CurrentInfo(MemorySegment bytes) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U64.withName("bytes"),
            Host.U64.withName("packets"),
            Host.U64.withName("added"),
            Host.U64.withName("used"));

    /// 32
    public static final int BYTES = (int) LAYOUT.byteSize();

    public CurrentInfo all(long octets, long packets, long added, long used) {
        Host.u64(bytes, 0, octets);
        Host.u64(bytes, 8, packets);
        Host.u64(bytes, 16, added);
        Host.u64(bytes, 24, used);
        return this;
    }
}
