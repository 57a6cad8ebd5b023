package inaba.wire;

import java.lang.foreign.MemorySegment;

/// The options of an IPv4 header, RFC 791 §3.1: found, checked, and filled in on the way.
///
/// Offsets are those of the header's bytes; nothing is allocated.
public final class Ipv4Options {
    public static final int END = 0;
    public static final int NO_OPERATION = 1;
    public static final int RECORD_ROUTE = 7;
    public static final int TIMESTAMP = 68;
    public static final int LOOSE_SOURCE_ROUTE = 131;
    public static final int STRICT_SOURCE_ROUTE = 137;
    /// RFC 2113 §2.1
    public static final int ROUTER_ALERT = 148;
    /// 4
    public static final int ROUTER_ALERT_BYTES = 4;

    private static final long ROUTER_ALERT_OPTION = 0x9404_0000L;
    private static final int SHORTEST = 2;
    private static final int LENGTH = 1;
    private static final int POINTER = 2;
    private static final int OVERFLOW_FLAG = 3;
    private static final int ADDRESS_BYTES = 4;
    /// Where the first slot of a Record Route lies.
    private static final int ROUTE_DATA = 3;
    /// Where the first slot of a Timestamp lies.
    private static final int STAMP_DATA = 4;

    private static final int TIMES_ONLY = 0;
    private static final int WITH_ADDRESSES = 1;
    private static final int PRESPECIFIED = 3;
    private static final int MOST_OVERFLOWS = 15;
    /// The high bit: the time is not of the day in milliseconds of Universal Time (§3.1).
    public static final long NOT_STANDARD = 0x8000_0000L;

    private Ipv4Options() {}

    /// What filling in came to.
    public enum Filled {
        /// Nothing was to be done.
        UNTOUCHED,
        /// The header's checksum is to be made anew.
        CHANGED,
        /// A Parameter Problem: the option has no room where it says it has some, or its overflow count is full.
        BROKEN
    }

    /// Length of the option at `at`, or -1 for one that does not fit before `end`.
    public static int length(MemorySegment s, long at, long end) {
        if (Layouts.u8(s, at) == NO_OPERATION) {
            return 1;
        }
        int length = at + LENGTH < end ? Layouts.u8(s, at + LENGTH) : 0;
        return length < SHORTEST || at + length > end ? -1 : length;
    }

    /// Where an option of the type begins, or -1. Looks no further than the first that is broken.
    public static long find(Ipv4Header header, int type) {
        var s = header.bytes();
        long end = header.at() + header.headerLength();
        long at = header.at() + Ipv4Header.BYTES;
        while (at < end && Layouts.u8(s, at) != END) {
            int length = length(s, at, end);
            if (length < 0 || Layouts.u8(s, at) == type) {
                return length < 0 ? -1 : at;
            }
            at += length;
        }
        return -1;
    }

    public static void writeRouterAlert(MemorySegment s, long at) {
        Layouts.u32(s, at, ROUTER_ALERT_OPTION);
    }

    /// Record Route, RFC 791 §3.1: the address goes into the next slot; a full list goes on as it is.
    ///
    /// @param option where it begins; its length was checked
    public static Filled record(MemorySegment s, long option, int address) {
        int length = Layouts.u8(s, option + LENGTH);
        int pointer = length > POINTER ? Layouts.u8(s, option + POINTER) : 0;
        if (pointer <= ROUTE_DATA) {
            return Filled.BROKEN;
        }
        if (pointer > length) {
            return Filled.UNTOUCHED;
        }
        if (pointer - 1 + ADDRESS_BYTES > length) {
            return Filled.BROKEN;
        }
        s.set(Layouts.U32, option + pointer - 1, address);
        Layouts.u8(s, option + POINTER, pointer + ADDRESS_BYTES);
        return Filled.CHANGED;
    }

    /// Timestamp, RFC 791 §3.1: the time goes into the next slot, with the address, or where the slot names one of
    /// ours; who finds no room counts that.
    ///
    /// @param option where it begins; its length was checked
    /// @param isOurs asked only for prespecified addresses
    public static Filled stamp(MemorySegment s, long option, int address, long millis, Own isOurs) {
        int length = Layouts.u8(s, option + LENGTH);
        if (length < STAMP_DATA) {
            return Filled.BROKEN;
        }
        int pointer = Layouts.u8(s, option + POINTER);
        int flag = Layouts.u8(s, option + OVERFLOW_FLAG) & 0xf;
        if (pointer <= STAMP_DATA) {
            return Filled.BROKEN;
        }
        if (pointer > length) {
            return flag == PRESPECIFIED ? Filled.UNTOUCHED : overflow(s, option, flag);
        }
        int slot = flag == TIMES_ONLY ? ADDRESS_BYTES : 2 * ADDRESS_BYTES;
        if (pointer - 1 + slot > length || flag != TIMES_ONLY && flag != WITH_ADDRESSES && flag != PRESPECIFIED) {
            return Filled.BROKEN;
        }
        long at = option + pointer - 1;
        if (flag == PRESPECIFIED && !isOurs.test(s.get(Layouts.U32, at))) {
            return Filled.UNTOUCHED;
        }
        if (flag == WITH_ADDRESSES) {
            s.set(Layouts.U32, at, address);
        }
        Layouts.u32(s, at + slot - ADDRESS_BYTES, millis);
        Layouts.u8(s, option + POINTER, pointer + slot);
        return Filled.CHANGED;
    }

    private static Filled overflow(MemorySegment s, long option, int flag) {
        int count = Layouts.u8(s, option + OVERFLOW_FLAG) >>> 4;
        if (count == MOST_OVERFLOWS) {
            return Filled.BROKEN;
        }
        Layouts.u8(s, option + OVERFLOW_FLAG, count + 1 << 4 | flag);
        return Filled.CHANGED;
    }

    /// Whether an address is one of this node.
    @FunctionalInterface
    public interface Own {
        boolean test(int ipv4);
    }
}
