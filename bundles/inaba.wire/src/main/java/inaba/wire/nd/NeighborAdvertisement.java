package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Neighbor Advertisement, RFC 4861 §4.4.
public record NeighborAdvertisement(MemorySegment bytes) {
    public static final int TYPE = Icmpv6Type.NEIGHBOR_ADVERTISEMENT;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U8.withName("flags"),
            octets(3).withName("reserved"),
            octets(16).withName("targetAddress"));

    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long TARGET_ADDRESS = offset(LAYOUT, "targetAddress");

    private static final int ROUTER = 0x80;
    private static final int SOLICITED = 0x40;
    private static final int OVERRIDE = 0x20;

    /// 24; options follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public boolean router() {
        return (Layouts.u8(bytes, FLAGS) & ROUTER) != 0;
    }

    public boolean solicited() {
        return (Layouts.u8(bytes, FLAGS) & SOLICITED) != 0;
    }

    public boolean override() {
        return (Layouts.u8(bytes, FLAGS) & OVERRIDE) != 0;
    }

    public Ipv6Address targetAddress() {
        return Ipv6Address.read(bytes, TARGET_ADDRESS);
    }

    public MemorySegment options() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type and clears the rest of the fixed part.
    public NeighborAdvertisement start() {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, TYPE);
        return this;
    }

    public NeighborAdvertisement flags(boolean router, boolean solicited, boolean override) {
        Layouts.u8(bytes, FLAGS, (router ? ROUTER : 0) | (solicited ? SOLICITED : 0) | (override ? OVERRIDE : 0));
        return this;
    }

    public NeighborAdvertisement targetAddress(Ipv6Address a) {
        a.write(bytes, TARGET_ADDRESS);
        return this;
    }
}
