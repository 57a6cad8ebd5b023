package inaba.wire.nd;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U64;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// NAT64 prefix (PREF64), RFC 8781 §4.
public record Pref64(MemorySegment bytes) {
    public static final int TYPE = 38;
    /// The longest lifetime the field can say, in seconds, §4.1.
    public static final int MAX_LIFETIME = 65528;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("length"),
            U16.withName("scaledLifetimePlc"),
            U64.withName("prefixHigh"),
            U32.withName("prefixLow"));

    private static final long SCALED_LIFETIME_PLC = offset(LAYOUT, "scaledLifetimePlc");
    private static final long PREFIX_HIGH = offset(LAYOUT, "prefixHigh");
    private static final long PREFIX_LOW = offset(LAYOUT, "prefixLow");

    private static final int SCALE = 8;
    private static final int PLC = 0b111;
    private static final int[] LENGTHS = {96, 64, 56, 48, 40, 32}; // by PLC

    /// 16
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// True if `s` is this option and its prefix length code is a known one.
    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES
                && NdOption.is(s, TYPE, BYTES)
                && (Layouts.u16(s, SCALED_LIFETIME_PLC) & PLC) < LENGTHS.length;
    }

    /// Seconds, a multiple of 8 up to 65528; 0 means that it should no longer be used.
    public int lifetime() {
        return Layouts.u16(bytes, SCALED_LIFETIME_PLC) & ~PLC; // the scale is 8, the shift is 3
    }

    public Prefix prefix() {
        long low = Layouts.u32(bytes, PREFIX_LOW) << 32;
        return Prefix.of(
                new Ipv6Address(bytes.get(U64, PREFIX_HIGH), low),
                LENGTHS[Layouts.u16(bytes, SCALED_LIFETIME_PLC) & PLC]);
    }

    /// Writes the lifetime, rounded up to a multiple of 8 as §4.1 asks, 65528 at most; the prefix stays.
    public Pref64 lifetime(int seconds) {
        int rounded = Math.min((seconds + SCALE - 1) & ~PLC, MAX_LIFETIME);
        Layouts.u16(bytes, SCALED_LIFETIME_PLC, rounded | Layouts.u16(bytes, SCALED_LIFETIME_PLC) & PLC);
        return this;
    }

    /// Writes the prefix; the lifetime stays.
    ///
    /// @throws IllegalArgumentException if its length is none of 32, 40, 48, 56, 64, 96 (RFC 6052 §2.2)
    public Pref64 prefix(Prefix prefix) {
        Layouts.u16(bytes, SCALED_LIFETIME_PLC, lifetime() | code(prefix));
        bytes.set(U64, PREFIX_HIGH, prefix.address().high());
        Layouts.u32(bytes, PREFIX_LOW, prefix.address().low() >>> 32);
        return this;
    }

    private static int code(Prefix prefix) {
        for (int code = 0; code < LENGTHS.length; code++) {
            if (LENGTHS[code] == prefix.length()) {
                return code;
            }
        }
        throw new IllegalArgumentException(
                "a NAT64 prefix has a length of 32, 40, 48, 56, 64 or 96, not " + prefix.length());
    }
}
