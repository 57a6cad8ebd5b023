package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// An IGMP message of version 1 or 2, RFC 2236 §2; those of version 3 begin alike (RFC 3376 §4.1).
public record IgmpMessage(MemorySegment bytes, long at) {
    public static final int QUERY = 0x11;
    public static final int V1_REPORT = 0x12;
    public static final int V2_REPORT = 0x16;
    public static final int LEAVE = 0x17;
    public static final int V3_REPORT = 0x22;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"), U8.withName("maxResponseTime"), U16.withName("checksum"), U32.withName("group"));

    private static final long MAX_RESPONSE_TIME = offset(LAYOUT, "maxResponseTime");
    private static final long CHECKSUM = offset(LAYOUT, "checksum");
    private static final long GROUP = offset(LAYOUT, "group");

    /// 8
    public static final int BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s, long at, long end) {
        return Layouts.holds(s, at, end, BYTES);
    }

    public int type() {
        return Layouts.u8(bytes, at);
    }

    /// In tenths of a second, 0 from a querier of version 1.
    public int maxResponseTime() {
        return Layouts.u8(bytes, at + MAX_RESPONSE_TIME);
    }

    /// 0 in a general query.
    public int group() {
        return bytes.get(U32, at + GROUP);
    }

    /// Writes a message of eight octets, with its checksum.
    public IgmpMessage write(int type, int group) {
        Layouts.u8(bytes, at, type);
        Layouts.u8(bytes, at + MAX_RESPONSE_TIME, 0);
        Layouts.u16(bytes, at + CHECKSUM, 0);
        bytes.set(U32, at + GROUP, group);
        Layouts.u16(bytes, at + CHECKSUM, Checksum.finish(Checksum.sum(bytes, at, BYTES, 0)));
        return this;
    }
}
