package inaba.fib.hash;

import inaba.wire.Prefix;

/// The prefixes of one length: an open-addressing hash table in segments, never changed once it is published.
///
/// Higher bits of the hash choose the segment, the lowest ones the slot from which it is searched. A change copies one
/// segment and
/// not the table.
final class LengthTable {
    /// Longs per slot: value + 1 (0 = empty), and the prefix.
    static final int SLOT = 3;

    /// Slots per segment at most: 6 KiB.
    static final int SEGMENT_SLOTS = 256;

    private static final int SEGMENT_BIT = 32;

    final int length;
    final int count;
    final long[][] segments;
    private final long maskHigh;
    private final long maskLow;
    private final int segmentMask;
    private final int slotMask;

    /// @param count prefixes it holds
    /// @param segments a power of two of them, of equal length: a power of two slots each, at least one of them
    /// empty
    LengthTable(int length, int count, long[][] segments) {
        this.length = length;
        this.count = count;
        this.segments = segments;
        this.maskHigh = Prefix.maskHigh(length);
        this.maskLow = Prefix.maskLow(length);
        this.segmentMask = segments.length - 1;
        this.slotMask = segments[0].length / SLOT - 1;
    }

    /// The value of the prefix of this length that the address lies in, or [Fib#NONE].
    int lookup(Secret secret, long addressHigh, long addressLow) {
        long high = addressHigh & maskHigh;
        long low = addressLow & maskLow;
        long hash = secret.hash(high, low);
        long[] segment = segments[segment(hash, segmentMask)];
        return (int) segment[find(segment, slotMask, hash, high, low)] - 1;
    }

    long memory() {
        return (long) segments.length * segments[0].length * Long.BYTES;
    }

    static int segment(long hash, int segmentMask) {
        return (int) (hash >>> SEGMENT_BIT) & segmentMask;
    }

    /// Where the slot of the prefix starts, or the empty one where it would be put. A segment always has an empty slot.
    static int find(long[] segment, int slotMask, long hash, long high, long low) {
        for (int slot = (int) hash & slotMask; ; slot = slot + 1 & slotMask) {
            int at = slot * SLOT;
            if (segment[at] == 0 || segment[at + 1] == high && segment[at + 2] == low) {
                return at;
            }
        }
    }
}
