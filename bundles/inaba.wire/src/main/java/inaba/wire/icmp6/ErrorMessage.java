package inaba.wire.icmp6;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// An ICMPv6 error message of any type, RFC 4443 §3.
public record ErrorMessage(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("code"), U16.withName("checksum"), U32.withName("param32"));

    private static final long CODE = offset(LAYOUT, "code");
    private static final long PARAM32 = offset(LAYOUT, "param32");

    /// 8; as much of the packet in error as fits follows.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    /// How much of the packet in error may be quoted: the error stays within the minimum MTU, RFC 4443 §2.4 (c).
    public static final int MAX_QUOTED = Ipv6Header.MIN_MTU - Ipv6Header.BYTES - FIXED_BYTES;

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public int type() {
        return Layouts.u8(bytes, 0);
    }

    public int code() {
        return Layouts.u8(bytes, CODE);
    }

    /// The MTU of a Packet Too Big, the pointer of a Parameter Problem, otherwise unused.
    public long param32() {
        return Layouts.u32(bytes, PARAM32);
    }

    /// The start of the packet in error, from its IPv6 header; perhaps cut, perhaps not even a header long.
    public MemorySegment quoted() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the fixed part, with zero as checksum.
    public ErrorMessage start(int type, int code, long param32) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, type);
        Layouts.u8(bytes, CODE, code);
        Layouts.u32(bytes, PARAM32, param32);
        return this;
    }
}
