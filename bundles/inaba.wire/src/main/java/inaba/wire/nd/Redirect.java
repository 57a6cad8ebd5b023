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

/// Redirect, RFC 4861 §4.5: packets for `destination` had better go to `target`, which equals it if it is on-link.
public record Redirect(MemorySegment bytes) {
    public static final int TYPE = Icmpv6Type.REDIRECT;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U32.withName("reserved"),
            octets(16).withName("target"),
            octets(16).withName("destination"));

    private static final long TARGET = offset(LAYOUT, "target");
    private static final long DESTINATION = offset(LAYOUT, "destination");

    /// 40; options follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public Ipv6Address target() {
        return Ipv6Address.read(bytes, TARGET);
    }

    public Ipv6Address destination() {
        return Ipv6Address.read(bytes, DESTINATION);
    }

    public MemorySegment options() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type and clears the rest of the fixed part.
    public Redirect start() {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, TYPE);
        return this;
    }

    public Redirect target(Ipv6Address a) {
        a.write(bytes, TARGET);
        return this;
    }

    public Redirect destination(Ipv6Address a) {
        a.write(bytes, DESTINATION);
        return this;
    }
}
