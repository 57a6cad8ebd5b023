package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The start of every ICMPv6 message, RFC 4443 §2.1, with the 32 bits that follow in all known ones.
public record Icmpv6Header(MemorySegment bytes, long at) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("code"), U16.withName("checksum"), U32.withName("body"));

    private static final long CODE = offset(LAYOUT, "code");
    /// Where the checksum lies in the message, in bytes.
    public static final long CHECKSUM = offset(LAYOUT, "checksum");
    private static final long BODY = offset(LAYOUT, "body");

    /// 8
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    public int type() {
        return Layouts.u8(bytes, at);
    }

    public int code() {
        return Layouts.u8(bytes, at + CODE);
    }

    public int checksum() {
        return Layouts.u16(bytes, at + CHECKSUM);
    }

    /// The 32 bits behind the checksum: MTU, pointer, identifier and sequence number, flags.
    public int body() {
        return bytes.get(U32, at + BODY);
    }

    public Icmpv6Header type(int type) {
        Layouts.u8(bytes, at, type);
        return this;
    }

    public Icmpv6Header code(int code) {
        Layouts.u8(bytes, at + CODE, code);
        return this;
    }

    public Icmpv6Header checksum(int checksum) {
        Layouts.u16(bytes, at + CHECKSUM, checksum);
        return this;
    }

    public Icmpv6Header body(int body) {
        bytes.set(U32, at + BODY, body);
        return this;
    }
}
