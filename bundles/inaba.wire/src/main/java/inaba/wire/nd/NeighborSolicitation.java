package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Neighbor Solicitation, RFC 4861 §4.3.
public record NeighborSolicitation(MemorySegment bytes) {
    public static final int TYPE = Icmpv6Type.NEIGHBOR_SOLICITATION;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U32.withName("reserved"),
            octets(16).withName("targetAddress"));

    private static final long TARGET_ADDRESS = offset(LAYOUT, "targetAddress");

    /// 24; options follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public Ipv6Address targetAddress() {
        return Ipv6Address.read(bytes, TARGET_ADDRESS);
    }

    public MemorySegment options() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type and clears the rest of the fixed part.
    public NeighborSolicitation start() {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, TYPE);
        return this;
    }

    public NeighborSolicitation targetAddress(Ipv6Address a) {
        a.write(bytes, TARGET_ADDRESS);
        return this;
    }
}
