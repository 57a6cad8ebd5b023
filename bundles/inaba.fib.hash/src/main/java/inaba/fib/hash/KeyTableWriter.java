package inaba.fib.hash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes the next table of one kind of key: copies each segment that a change touches, once, and takes the others as
/// they are.
///
/// At most half of the slots are used, so that the search for an absent key, which is the common one, ends soon.
final class KeyTableWriter {
    private static final int LEAST_SLOTS = 8;

    private final Secret secret;
    private long[][] segments;
    private boolean[] own;
    private int count;

    /// @param present null to start empty
    KeyTableWriter(Secret secret, @Nullable KeyTable present) {
        this.secret = secret;
        if (present == null) {
            segments = new long[1][LEAST_SLOTS * KeyTable.SLOT];
            own = new boolean[] {true};
        } else {
            segments = present.segments.clone();
            own = new boolean[segments.length];
            count = present.count;
        }
    }

    /// The number of a key, or 0.
    long get(long high, long low) {
        long hash = secret.hash(high, low);
        long[] segment = segments[KeyTable.segment(hash, segments.length - 1)];
        return segment[KeyTable.find(segment, slotMask(), hash, high, low)];
    }

    /// @param number not 0
    void put(long high, long low, long number) {
        long hash = secret.hash(high, low);
        long[] segment = own(hash);
        int at = KeyTable.find(segment, slotMask(), hash, high, low);
        boolean added = segment[at] == 0;
        segment[at] = number;
        segment[at + 1] = high;
        segment[at + 2] = low;
        if (added) {
            count++;
            if (count * 2L > slots() || full(segment)) {
                resize(slots() * 2);
            }
        }
    }

    void remove(long high, long low) {
        long hash = secret.hash(high, low);
        int which = KeyTable.segment(hash, segments.length - 1);
        int at = KeyTable.find(segments[which], slotMask(), hash, high, low);
        if (segments[which][at] == 0) {
            return;
        }
        count--;
        segments[which] = without(segments[which], at);
        own[which] = true;
        if (count * 8L < slots() && slots() > LEAST_SLOTS) {
            resize(slots() / 2);
        }
    }

    /// @return null when nothing is left
    @Nullable
    KeyTable finish() {
        return count == 0 ? null : new KeyTable(count, segments);
    }

    private long[] own(long hash) {
        int which = KeyTable.segment(hash, segments.length - 1);
        if (!own[which]) {
            segments[which] = segments[which].clone();
            own[which] = true;
        }
        return segments[which];
    }

    private int slotMask() {
        return segments[0].length / KeyTable.SLOT - 1;
    }

    private int slots() {
        return segments.length * (slotMask() + 1);
    }

    /// True when the last empty slot was taken, against all odds: segments are filled evenly, to the half.
    private static boolean full(long[] segment) {
        for (int at = 0; at < segment.length; at += KeyTable.SLOT) {
            if (segment[at] == 0) {
                return false;
            }
        }
        return true;
    }

    /// A copy without one slot: what stood behind it may have to move up, so all are put in again.
    private long[] without(long[] segment, int gone) {
        long[] copy = new long[segment.length];
        for (int at = 0; at < segment.length; at += KeyTable.SLOT) {
            if (at != gone && segment[at] != 0) {
                insert(copy, segment, at);
            }
        }
        return copy;
    }

    private void resize(int slots) {
        int each = Math.min(slots, KeyTable.SEGMENT_SLOTS);
        long[][] old = segments;
        do {
            segments = new long[Math.max(1, slots / each)][each * KeyTable.SLOT];
            each *= 2;
        } while (!fill(old));
        own = new boolean[segments.length];
        Arrays.fill(own, true);
    }

    /// @return false when that would leave a segment without an empty slot
    private boolean fill(long[][] old) {
        int[] used = new int[segments.length];
        for (long[] segment : old) {
            for (int at = 0; at < segment.length; at += KeyTable.SLOT) {
                if (segment[at] != 0) {
                    long hash = secret.hash(segment[at + 1], segment[at + 2]);
                    int which = KeyTable.segment(hash, segments.length - 1);
                    if (++used[which] > slotMask()) {
                        return false;
                    }
                    insert(segments[which], segment, at);
                }
            }
        }
        return true;
    }

    private void insert(long[] target, long[] from, int at) {
        long high = from[at + 1];
        long low = from[at + 2];
        int slotMask = target.length / KeyTable.SLOT - 1;
        int to = KeyTable.find(target, slotMask, secret.hash(high, low), high, low);
        System.arraycopy(from, at, target, to, KeyTable.SLOT);
    }
}
