package inaba.wire;

import java.lang.foreign.MemorySegment;

/// A Hop-by-Hop or Destination Options header, RFC 8200 §4.2, §4.3 and §4.6, walked without an object:
///
///     if (!options.valid()) { ... }
///     for (long o = options.first(); o < options.end(); o = options.next(o)) { switch (options.type(o)) ... }
///
/// An option is named by its absolute offset `o`. Call [#valid] before anything else: it is what keeps the walk inside.
public record OptionsHeader(MemorySegment bytes, long at) {
    public static final int PAD1 = 0;
    public static final int PADN = 1;
    /// RFC 2473 §4.1.1
    public static final int TUNNEL_ENCAPSULATION_LIMIT = 0x04;
    /// RFC 2711 §2.1
    public static final int ROUTER_ALERT = 0x05;
    /// RFC 9268 §5
    public static final int MINIMUM_PATH_MTU = 0x30;
    /// RFC 2675 §2
    public static final int JUMBO_PAYLOAD = 0xc2;
    /// RFC 6275 §6.3
    public static final int HOME_ADDRESS = 0xc9;

    /// What one does with an unknown option, the two high bits of its type, RFC 8200 §4.2.
    public static final int SKIP = 0;
    public static final int DISCARD = 1;
    /// Discard, and send a Parameter Problem, code 2, whatever the destination.
    public static final int DISCARD_AND_REPORT = 2;
    /// Discard, and report it only if the destination was not multicast.
    public static final int DISCARD_AND_REPORT_UNICAST = 3;

    private static final long FIXED_BYTES = 2;
    private static final long DATA = 2;

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

    /// True if the options fill the header exactly. If not, [#firstInvalid] says where.
    public boolean valid() {
        return firstInvalid() == end();
    }

    /// The first option that runs out of the header, or [#end] if none does.
    public long firstInvalid() {
        return firstInvalid(bytes, at);
    }

    /// As [#firstInvalid()], without a view.
    public static long firstInvalid(MemorySegment s, long at) {
        long end = end(s, at);
        long option = first(at);
        while (option < end && (type(s, option) == PAD1 || option + DATA <= end && next(s, option) <= end)) {
            option = next(s, option);
        }
        return option;
    }

    /// The first option's offset.
    public long first() {
        return first(at);
    }

    public static long first(long at) {
        return at + FIXED_BYTES;
    }

    /// The offset behind the header.
    public long end() {
        return end(bytes, at);
    }

    public static long end(MemorySegment s, long at) {
        return at + ExtensionHeader.lengthBytes(s, at, IpProtocol.DESTINATION_OPTIONS);
    }

    public long next(long option) {
        return next(bytes, option);
    }

    public static long next(MemorySegment s, long option) {
        return type(s, option) == PAD1 ? option + 1 : option + DATA + dataLength(s, option);
    }

    public int type(long option) {
        return type(bytes, option);
    }

    public static int type(MemorySegment s, long option) {
        return Layouts.u8(s, option);
    }

    /// [#SKIP], [#DISCARD], [#DISCARD_AND_REPORT] or [#DISCARD_AND_REPORT_UNICAST].
    public int action(long option) {
        return action(type(option));
    }

    /// Of the type of an option.
    public static int action(int type) {
        return type >>> 6;
    }

    /// True if the data may change on the way, RFC 8200 §4.2: AH counts it as zeros.
    public boolean mutable(long option) {
        return (type(option) & 0x20) != 0;
    }

    /// 0..255; Pad1 has no data.
    public int dataLength(long option) {
        return dataLength(bytes, option);
    }

    public static int dataLength(MemorySegment s, long option) {
        return type(s, option) == PAD1 ? 0 : Layouts.u8(s, option + 1);
    }

    /// The offset of the option's data.
    public static long data(long option) {
        return option + DATA;
    }

    /// Fills `count` octets from `option` with Pad1 or PadN, RFC 8200 §4.2.
    ///
    /// @param count 0..257
    public static void pad(MemorySegment s, long option, int count) {
        if (count == 0) {
            return;
        }
        s.asSlice(option, count).fill((byte) 0);
        if (count > 1) {
            Layouts.u8(s, option, PADN);
            Layouts.u8(s, option + 1, count - 2);
        }
    }
}
