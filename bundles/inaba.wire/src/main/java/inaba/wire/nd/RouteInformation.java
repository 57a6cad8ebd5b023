package inaba.wire.nd;

import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Route Information, RFC 4191 §2.3. The prefix has 0, 8 or 16 octets on the wire.
public record RouteInformation(MemorySegment bytes) {
    public static final int TYPE = 24;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("length"),
            U8.withName("prefixLength"),
            U8.withName("preference"),
            U32.withName("lifetime"));

    private static final long PREFIX_LENGTH = offset(LAYOUT, "prefixLength");
    private static final long PREFERENCE = offset(LAYOUT, "preference");
    private static final long LIFETIME = offset(LAYOUT, "lifetime");
    private static final int PREFERENCE_SHIFT = 3;

    /// 8; the prefix follows.
    public static final int FIXED_BYTES = (int) LAYOUT.byteSize();

    /// True if `s` is this option, long enough for its prefix length, and its preference is not the reserved one: an
    /// option of that is to be ignored.
    public static boolean fits(MemorySegment s) {
        if (!NdOption.is(s, TYPE, FIXED_BYTES) || s.byteSize() > FIXED_BYTES + Ipv6Address.BYTES) {
            return false;
        }
        int prefixLength = Layouts.u8(s, PREFIX_LENGTH);
        return prefixLength <= 128
                && s.byteSize() >= bytesFor(prefixLength)
                && preferenceBits(s) != RouterPreference.RESERVED;
    }

    /// The option's length for a prefix of this length: 8, 16 or 24 bytes.
    static int bytesFor(int prefixLength) {
        return FIXED_BYTES + (prefixLength + 63) / 64 * 8;
    }

    private static int preferenceBits(MemorySegment s) {
        return Layouts.u8(s, PREFERENCE) >>> PREFERENCE_SHIFT & 0b11;
    }

    /// 0..128
    public int length() {
        return Layouts.u8(bytes, PREFIX_LENGTH);
    }

    public RouterPreference preference() {
        return RouterPreference.of(preferenceBits(bytes));
    }

    /// Seconds; [NdOption#INFINITY] has no end.
    public long lifetime() {
        return Layouts.u32(bytes, LIFETIME);
    }

    /// The prefix; bits behind its length are ignored, as a receiver must.
    public Prefix prefix() {
        long high = bytes.byteSize() > FIXED_BYTES ? bytes.get(Layouts.U64, FIXED_BYTES) : 0;
        long low = bytes.byteSize() > FIXED_BYTES + 8 ? bytes.get(Layouts.U64, FIXED_BYTES + 8) : 0;
        return Prefix.of(new Ipv6Address(high, low), length());
    }

    public RouteInformation preference(RouterPreference preference) {
        Layouts.u8(bytes, PREFERENCE, preference.bits() << PREFERENCE_SHIFT);
        return this;
    }

    public RouteInformation lifetime(long seconds) {
        Layouts.u32(bytes, LIFETIME, seconds);
        return this;
    }

    /// Writes the prefix and its length; the option has been made long enough.
    public RouteInformation prefix(Prefix prefix) {
        Layouts.u8(bytes, PREFIX_LENGTH, prefix.length());
        if (prefix.length() > 0) {
            bytes.set(Layouts.U64, FIXED_BYTES, prefix.address().high());
        }
        if (prefix.length() > 64) {
            bytes.set(Layouts.U64, FIXED_BYTES + 8, prefix.address().low());
        }
        return this;
    }
}
