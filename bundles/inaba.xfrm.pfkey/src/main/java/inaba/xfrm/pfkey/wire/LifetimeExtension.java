package inaba.xfrm.pfkey.wire;

import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// A lifetime, RFC 2367 §2.3.2: `struct sadb_lifetime`. As a limit 0 is none; of the current one, times are seconds
/// since 1970.
public record LifetimeExtension(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U16.withName("length"),
            Host.U16.withName("type"),
            Host.U32.withName("allocations"),
            Host.U64.withName("octets"),
            Host.U64.withName("added"),
            Host.U64.withName("used"));

    private static final long ALLOCATIONS = offset(LAYOUT, "allocations");
    private static final long OCTETS = offset(LAYOUT, "octets");
    private static final long ADDED = offset(LAYOUT, "added");
    private static final long USED = offset(LAYOUT, "used");

    /// 32
    public static final int BYTES = (int) LAYOUT.byteSize();

    public long allocations() {
        return Integer.toUnsignedLong(Host.u32(bytes, ALLOCATIONS));
    }

    public long octets() {
        return Host.u64(bytes, OCTETS);
    }

    public long added() {
        return Host.u64(bytes, ADDED);
    }

    public long used() {
        return Host.u64(bytes, USED);
    }

    public LifetimeExtension all(long allocations, long octets, long added, long used) {
        Host.u32(bytes, ALLOCATIONS, (int) Math.min(allocations, 0xffff_ffffL));
        Host.u64(bytes, OCTETS, octets);
        Host.u64(bytes, ADDED, added);
        Host.u64(bytes, USED, used);
        return this;
    }
}
