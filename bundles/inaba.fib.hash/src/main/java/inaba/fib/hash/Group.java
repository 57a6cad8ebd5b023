package inaba.fib.hash;

import inaba.wire.Prefix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The prefixes of some neighbouring lengths: a table for each length, and a guide that says, for the bits that all of
/// them share, which lengths are worth asking. Never changed once it is published.
final class Group {
    /// Where groups end: at the lengths that are common, so that most addresses find few lengths worth asking. The
    /// first starts at 1; each has 32 lengths at most.
    private static final int[] ENDS = {16, 24, 32, 40, 48, 64, 96, 128};

    /// How many groups there are.
    static final int COUNT = ENDS.length;

    private final int first;
    private final long maskHigh;
    private final long maskLow;
    private final @Nullable KeyTable guide;
    private final @Nullable KeyTable[] tables;

    /// @param guide from the bits before the first length to what [#guide(int, int)] makes
    /// @param tables by length, from the first on
    Group(int which, @Nullable KeyTable guide, @Nullable KeyTable[] tables) {
        this.first = first(which);
        this.maskHigh = Prefix.maskHigh(first - 1);
        this.maskLow = Prefix.maskLow(first - 1);
        this.guide = guide;
        this.tables = tables;
    }

    static Group empty(int which) {
        return new Group(which, null, new KeyTable[ENDS[which] - first(which) + 1]);
    }

    /// The group that a length, 1 to 128, is in.
    static int of(int length) {
        int at = Arrays.binarySearch(ENDS, length);
        return at >= 0 ? at : -at - 1;
    }

    /// The least length of a group.
    static int first(int which) {
        return which == 0 ? 1 : ENDS[which - 1] + 1;
    }

    /// A guide's entry: how many prefixes there are, and a bit for each length that they may have, the first one's the
    /// lowest.
    static long guide(int lengths, int count) {
        return (long) lengths << 32 | count;
    }

    static int guideLengths(long guide) {
        return (int) (guide >>> 32);
    }

    static int guideCount(long guide) {
        return (int) guide;
    }

    @Nullable
    KeyTable guide() {
        return guide;
    }

    @Nullable
    KeyTable[] tables() {
        return tables;
    }

    /// The value + 1 of the longest prefix of these lengths that the address lies in, or 0.
    long lookup(Secret secret, long high, long low) {
        if (guide == null) {
            return 0;
        }
        int lengths = guideLengths(guide.get(secret, high & maskHigh, low & maskLow));
        while (lengths != 0) {
            int longest = 31 - Integer.numberOfLeadingZeros(lengths);
            var table = tables[longest];
            if (table != null) {
                int length = first + longest;
                long found = table.get(secret, high & Prefix.maskHigh(length), low & Prefix.maskLow(length));
                if (found != 0) {
                    return found;
                }
            }
            lengths ^= 1 << longest;
        }
        return 0;
    }

    long memory() {
        long sum = guide == null ? 0 : guide.memory();
        for (var table : tables) {
            sum += table == null ? 0 : table.memory();
        }
        return sum;
    }
}
