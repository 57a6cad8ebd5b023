package inaba.xfrm.pfkey.wire;

import inaba.wire.Layouts;
import java.lang.foreign.MemorySegment;

/// Extensions of one or two fields.
public final class Small {
    /// `struct sadb_spirange`
    public static final int SPI_RANGE_BYTES = 16;
    /// `struct sadb_x_nat_t_type` and `struct sadb_x_nat_t_port`
    public static final int NAT_BYTES = 8;
    /// `struct sadb_supported`, and `struct sadb_alg`
    public static final int ALGORITHM_BYTES = 8;

    private static final int FIELD = 4;

    private Small() {}

    public static long least(MemorySegment spiRange) {
        return Integer.toUnsignedLong(Host.u32(spiRange, FIELD));
    }

    public static long most(MemorySegment spiRange) {
        return Integer.toUnsignedLong(Host.u32(spiRange, 2 * FIELD));
    }

    public static int natType(MemorySegment extension) {
        return Layouts.u8(extension, FIELD);
    }

    public static void natType(MemorySegment extension, int type) {
        Layouts.u8(extension, FIELD, type);
    }

    public static int natPort(MemorySegment extension) {
        return Layouts.u16(extension, FIELD);
    }

    public static void natPort(MemorySegment extension, int port) {
        Layouts.u16(extension, FIELD, port);
    }

    /// An algorithm of a list of those that are supported, RFC 2367 §2.3.6.
    ///
    /// @param place 0 for the first
    public static void algorithm(
            MemorySegment supported, int place, int number, int ivBytes, int minBits, int maxBits) {
        long at = (long) (place + 1) * ALGORITHM_BYTES;
        Layouts.u8(supported, at, number);
        Layouts.u8(supported, at + 1, ivBytes);
        Host.u16(supported, at + 2, minBits);
        Host.u16(supported, at + 4, maxBits);
    }
}
