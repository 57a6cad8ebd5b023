package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;

import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Router Solicitation, RFC 4861 §4.1.
public record RouterSolicitation(MemorySegment bytes) {
    public static final int TYPE = Icmpv6Type.ROUTER_SOLICITATION;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("code"), U16.withName("checksum"), U32.withName("reserved"));

    /// 8; options follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public MemorySegment options() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type and clears the rest of the fixed part.
    public RouterSolicitation start() {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, TYPE);
        return this;
    }
}
