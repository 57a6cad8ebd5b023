package inaba.fib.hash;

/// An open-addressing hash table from 128-bit keys to numbers that are not 0, in segments, never changed once it is
/// published.
///
/// Higher bits of the hash choose the segment, the lowest ones the slot from which it is searched. A change copies one
/// segment and not the table.
final class KeyTable {
    /// Longs per slot: the number (0 = empty), and the key.
    static final int SLOT = 3;

    /// Slots per segment at most: 6 KiB.
    static final int SEGMENT_SLOTS = 256;

    private static final int SEGMENT_BIT = 32;

    final int count;
    final long[][] segments;
    private final int segmentMask;
    private final int slotMask;

    /// @param count keys it holds
    /// @param segments a power of two of them, of equal length: a power of two slots each, at least one of them
    /// empty
    KeyTable(int count, long[][] segments) {
        this.count = count;
        this.segments = segments;
        this.segmentMask = segments.length - 1;
        this.slotMask = segments[0].length / SLOT - 1;
    }

    /// The number of a key, or 0.
    long get(Secret secret, long high, long low) {
        long hash = secret.hash(high, low);
        long[] segment = segments[segment(hash, segmentMask)];
        return segment[find(segment, slotMask, hash, high, low)];
    }

    long memory() {
        return (long) segments.length * segments[0].length * Long.BYTES;
    }

    static int segment(long hash, int segmentMask) {
        return (int) (hash >>> SEGMENT_BIT) & segmentMask;
    }

    /// Where the slot of the key starts, or the empty one where it would be put. A segment always has an empty slot.
    static int find(long[] segment, int slotMask, long hash, long high, long low) {
        for (int slot = (int) hash & slotMask; ; slot = slot + 1 & slotMask) {
            int at = slot * SLOT;
            if (segment[at] == 0 || segment[at + 1] == high && segment[at + 2] == low) {
                return at;
            }
        }
    }
}
