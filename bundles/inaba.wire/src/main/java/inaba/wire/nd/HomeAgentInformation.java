package inaba.wire.nd;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Home Agent Information, RFC 6275 §7.4.
public record HomeAgentInformation(MemorySegment bytes) {
    public static final int TYPE = 8;

    public static final int BYTES = 8;

    private static final long PREFERENCE = 4;
    private static final long LIFETIME = 6;

    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES && NdOption.is(s, TYPE, BYTES);
    }

    /// 0..65535; a higher one is preferred.
    public int preference() {
        return Layouts.u16(bytes, PREFERENCE);
    }

    /// Seconds, 1..65535.
    public int lifetime() {
        return Layouts.u16(bytes, LIFETIME);
    }

    public HomeAgentInformation preference(int preference) {
        Layouts.u16(bytes, PREFERENCE, preference);
        return this;
    }

    public HomeAgentInformation lifetime(int seconds) {
        Layouts.u16(bytes, LIFETIME, seconds);
        return this;
    }
}
