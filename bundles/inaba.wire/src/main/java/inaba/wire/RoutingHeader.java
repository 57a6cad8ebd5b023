package inaba.wire;

import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// What all Routing headers have in common, RFC 8200 §4.4.
public record RoutingHeader(MemorySegment bytes, long at) {
    /// Source route, deprecated by RFC 5095: to be treated as an unknown type.
    public static final int TYPE_0 = 0;
    /// Mobile IPv6, RFC 6275 §6.4
    public static final int TYPE_2 = 2;
    /// Segment Routing, RFC 8754 §2
    public static final int SEGMENT_ROUTING = 4;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("nextHeader"), U8.withName("length"), U8.withName("type"), U8.withName("segmentsLeft"));

    /// Where the type lies in the header: a Parameter Problem points at it (RFC 8200 §4.4).
    public static final long TYPE = offset(LAYOUT, "type");
    private static final long SEGMENTS_LEFT = offset(LAYOUT, "segmentsLeft");

    /// 4: the part before the type-specific data.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    /// True if the whole header lies before `end`.
    public static boolean fits(MemorySegment s, long at, long end) {
        return ExtensionHeader.fits(s, at, end);
    }

    public int nextHeader() {
        return new ExtensionHeader(bytes, at).nextHeader();
    }

    /// In bytes: 8..2048.
    public int lengthBytes() {
        return new ExtensionHeader(bytes, at).lengthBytes();
    }

    public int type() {
        return Layouts.u8(bytes, at + TYPE);
    }

    public int segmentsLeft() {
        return Layouts.u8(bytes, at + SEGMENTS_LEFT);
    }

    public RoutingHeader type(int type) {
        Layouts.u8(bytes, at + TYPE, type);
        return this;
    }

    public RoutingHeader segmentsLeft(int segments) {
        Layouts.u8(bytes, at + SEGMENTS_LEFT, segments);
        return this;
    }
}
