package inaba.wire.icmp6;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Echo Request and Echo Reply, RFC 4443 §4.1 and §4.2.
public record EchoMessage(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("code"),
            U16.withName("checksum"),
            U16.withName("identifier"),
            U16.withName("sequence"));

    private static final long IDENTIFIER = offset(LAYOUT, "identifier");
    private static final long SEQUENCE = offset(LAYOUT, "sequence");

    /// 8; the data follow.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    public static boolean fits(MemorySegment s) {
        return s.byteSize() >= FIXED_BYTES;
    }

    public int type() {
        return Layouts.u8(bytes, 0);
    }

    public int identifier() {
        return Layouts.u16(bytes, IDENTIFIER);
    }

    public int sequence() {
        return Layouts.u16(bytes, SEQUENCE);
    }

    public MemorySegment data() {
        return bytes.asSlice(FIXED_BYTES);
    }

    /// Writes the type, and zero as code and checksum.
    public EchoMessage start(int type) {
        bytes.asSlice(0, FIXED_BYTES).fill((byte) 0);
        Layouts.u8(bytes, 0, type);
        return this;
    }

    public EchoMessage identifier(int identifier) {
        Layouts.u16(bytes, IDENTIFIER, identifier);
        return this;
    }

    public EchoMessage sequence(int sequence) {
        Layouts.u16(bytes, SEQUENCE, sequence);
        return this;
    }
}
