package inaba.wire;

import static inaba.wire.Layouts.U16;
import static inaba.wire.Layouts.U32;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/// An Ethernet address, IEEE 802: the 48 bits of the wire in the low bits of `value`.
///
/// @throws IllegalArgumentException if `value` has more than 48 bits
public record MacAddress(long value) implements Comparable<MacAddress> {
    public static final int BYTES = 6;
    public static final MacAddress ZERO = new MacAddress(0);
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final long GROUP = 1L << 40;
    private static final long UNIVERSAL_LOCAL = 1L << 57; // of an interface identifier

    public MacAddress {
        if (value >>> 48 != 0) {
            throw new IllegalArgumentException("an Ethernet address has 48 bits, not " + Long.toHexString(value));
        }
    }

    /// Reads `02:00:00:00:00:01`, in either case.
    ///
    /// @throws IllegalArgumentException saying what is wrong with `text`
    public static MacAddress parse(String text) {
        byte[] octets;
        try {
            octets = COLONS.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an Ethernet address such as 02:00:00:00:00:01", e);
        }
        if (octets.length != BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an Ethernet address: it has " + octets.length + " of six octets");
        }
        return read(MemorySegment.ofArray(octets), 0);
    }

    /// The address in the six octets from `at`.
    public static MacAddress read(MemorySegment s, long at) {
        return new MacAddress(value(s, at));
    }

    /// The 48 bits of the address at `at`, without an object.
    public static long value(MemorySegment s, long at) {
        return (long) Layouts.u16(s, at) << 32 | Layouts.u32(s, at + 2);
    }

    /// Writes the six octets from `at`.
    public void write(MemorySegment s, long at) {
        write(value, s, at);
    }

    /// Writes the low 48 bits of `value` as six octets from `at`.
    public static void write(long value, MemorySegment s, long at) {
        s.set(U16, at, (short) (value >>> 32));
        s.set(U32, at + 2, (int) value);
    }

    /// 33:33 and the last four octets of an IPv6 multicast address, RFC 2464 §7; 01:00:5e and the last 23 bits of an
    /// IPv4 one, RFC 1112 §6.4.
    public static MacAddress ofMulticast(Ipv6Address group) {
        return new MacAddress(group.isMapped() ? ipv4MulticastValue(group.toIpv4()) : multicastValue(group.low()));
    }

    /// As [#ofMulticast], from the 32 bits of an IPv4 group, without an object.
    public static long ipv4MulticastValue(int group) {
        return 0x0100_5e00_0000L | group & 0x7f_ffff;
    }

    /// As [#ofMulticast], from the last eight octets of an IPv6 group, without an object.
    public static long multicastValue(long groupLow) {
        return 0x3333L << 32 | groupLow & 0xffff_ffffL;
    }

    /// True if the group bit is set; broadcast is a group too.
    public boolean isMulticast() {
        return isMulticast(value);
    }

    /// True if the group bit of the 48 bits in `value` is set.
    public static boolean isMulticast(long value) {
        return (value & GROUP) != 0;
    }

    /// The interface identifier in modified EUI-64 form, RFC 2464 §4: fffe in the middle, universal/local bit inverted.
    public long eui64() {
        return ((value & 0xffff_ff00_0000L) << 16 | 0xfffeL << 24 | value & 0xff_ffff) ^ UNIVERSAL_LOCAL;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return COLONS.formatHex(new byte[] {
            (byte) (value >>> 40), (byte) (value >>> 32), (byte) (value >>> 24),
            (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        });
    }
}
