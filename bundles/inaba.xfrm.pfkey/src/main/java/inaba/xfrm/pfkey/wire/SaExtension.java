package inaba.xfrm.pfkey.wire;

import static inaba.wire.Layouts.offset;

import inaba.wire.Layouts;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// The association extension, RFC 2367 §2.3.1: `struct sadb_sa`.
public record SaExtension(MemorySegment bytes) {
    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Host.U16.withName("length"),
            Host.U16.withName("type"),
            Layouts.U32.withName("spi"),
            Layouts.U8.withName("replay"),
            Layouts.U8.withName("state"),
            Layouts.U8.withName("authentication"),
            Layouts.U8.withName("encryption"),
            Host.U32.withName("flags"));

    private static final long SPI = offset(LAYOUT, "spi");
    private static final long REPLAY = offset(LAYOUT, "replay");
    private static final long STATE = offset(LAYOUT, "state");
    private static final long AUTHENTICATION = offset(LAYOUT, "authentication");
    private static final long ENCRYPTION = offset(LAYOUT, "encryption");
    private static final long FLAGS = offset(LAYOUT, "flags");

    /// 16
    public static final int BYTES = (int) LAYOUT.byteSize();

    public int spi() {
        return (int) Layouts.u32(bytes, SPI);
    }

    public int replay() {
        return Layouts.u8(bytes, REPLAY);
    }

    public int authentication() {
        return Layouts.u8(bytes, AUTHENTICATION);
    }

    public int encryption() {
        return Layouts.u8(bytes, ENCRYPTION);
    }

    public int flags() {
        return Host.u32(bytes, FLAGS);
    }

    public SaExtension all(int spi, int replay, int state, int authentication, int encryption, int flags) {
        Layouts.u32(bytes, SPI, Integer.toUnsignedLong(spi));
        Layouts.u8(bytes, REPLAY, replay);
        Layouts.u8(bytes, STATE, state);
        Layouts.u8(bytes, AUTHENTICATION, authentication);
        Layouts.u8(bytes, ENCRYPTION, encryption);
        Host.u32(bytes, FLAGS, flags);
        return this;
    }
}
