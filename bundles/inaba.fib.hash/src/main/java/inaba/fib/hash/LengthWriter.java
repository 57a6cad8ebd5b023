package inaba.fib.hash;

import inaba.wire.Ipv6Address;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes the next table of one length: copies each segment that a change touches, once, and takes the others as they
/// are.
///
/// At most half of the slots are used, so that the search for an absent prefix, which is the common one, ends soon.
final class LengthWriter {
    private static final int LEAST_SLOTS = 8;

    private final Secret secret;
    private final int length;
    private long[][] segments;
    private boolean[] own;
    private int count;

    /// @param present null to start empty
    LengthWriter(Secret secret, int length, @Nullable LengthTable present) {
        this.secret = secret;
        this.length = length;
        if (present == null) {
            segments = new long[1][LEAST_SLOTS * LengthTable.SLOT];
            own = new boolean[] {true};
        } else {
            segments = present.segments.clone();
            own = new boolean[segments.length];
            count = present.count;
        }
    }

    void put(Ipv6Address prefix, int value) {
        long hash = secret.hash(prefix.high(), prefix.low());
        long[] segment = own(hash);
        int at = LengthTable.find(segment, slotMask(), hash, prefix.high(), prefix.low());
        boolean added = segment[at] == 0;
        segment[at] = value + 1L;
        segment[at + 1] = prefix.high();
        segment[at + 2] = prefix.low();
        if (added) {
            count++;
            if (count * 2L > slots() || full(segment)) {
                resize(slots() * 2);
            }
        }
    }

    void remove(Ipv6Address prefix) {
        long hash = secret.hash(prefix.high(), prefix.low());
        int which = LengthTable.segment(hash, segments.length - 1);
        int at = LengthTable.find(segments[which], slotMask(), hash, prefix.high(), prefix.low());
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
    LengthTable finish() {
        return count == 0 ? null : new LengthTable(length, count, segments);
    }

    private long[] own(long hash) {
        int which = LengthTable.segment(hash, segments.length - 1);
        if (!own[which]) {
            segments[which] = segments[which].clone();
            own[which] = true;
        }
        return segments[which];
    }

    private int slotMask() {
        return segments[0].length / LengthTable.SLOT - 1;
    }

    private int slots() {
        return segments.length * (slotMask() + 1);
    }

    /// True when the last empty slot was taken, against all odds: segments are filled evenly, to the half.
    private static boolean full(long[] segment) {
        for (int at = 0; at < segment.length; at += LengthTable.SLOT) {
            if (segment[at] == 0) {
                return false;
            }
        }
        return true;
    }

    /// A copy without one slot: what stood behind it may have to move up, so all are put in again.
    private long[] without(long[] segment, int gone) {
        long[] copy = new long[segment.length];
        for (int at = 0; at < segment.length; at += LengthTable.SLOT) {
            if (at != gone && segment[at] != 0) {
                insert(copy, segment, at);
            }
        }
        return copy;
    }

    private void resize(int slots) {
        int each = Math.min(slots, LengthTable.SEGMENT_SLOTS);
        long[][] old = segments;
        do {
            segments = new long[Math.max(1, slots / each)][each * LengthTable.SLOT];
            each *= 2;
        } while (!fill(old));
        own = new boolean[segments.length];
        Arrays.fill(own, true);
    }

    /// @return false when that would leave a segment without an empty slot
    private boolean fill(long[][] old) {
        int[] used = new int[segments.length];
        for (long[] segment : old) {
            for (int at = 0; at < segment.length; at += LengthTable.SLOT) {
                if (segment[at] != 0) {
                    long hash = secret.hash(segment[at + 1], segment[at + 2]);
                    int which = LengthTable.segment(hash, segments.length - 1);
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
        int slotMask = target.length / LengthTable.SLOT - 1;
        int to = LengthTable.find(target, slotMask, secret.hash(high, low), high, low);
        System.arraycopy(from, at, target, to, LengthTable.SLOT);
    }
}
