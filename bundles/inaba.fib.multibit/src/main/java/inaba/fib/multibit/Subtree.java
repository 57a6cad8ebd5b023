package inaba.fib.multibit;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import org.jspecify.annotations.Nullable;

/// What lies below 18 bits.
final class Subtree extends Slot {
    private static final int OBJECT = 48;

    final int root;
    final Cells cells;
    private final int[] nodes;
    private final long[] branches;

    /// @param root an [Entry]
    Subtree(int covering, @Nullable PrefixList routes, int root, Cells cells) {
        super(covering, routes);
        this.root = root;
        this.cells = cells;
        this.nodes = cells.nodes;
        this.branches = cells.branches;
    }

    static Subtree empty(int covering) {
        return new Subtree(covering, null, Entry.value(Fib.NONE), new Cells(0));
    }

    @Override
    public int lookup(long high, long low) {
        int entry = root;
        for (int depth = BITS; !Entry.isValue(entry); ) {
            int bits = Entry.bits(entry);
            int index = Entry.index(entry);
            if (bits == 0) {
                int at = index * Cells.BRANCH;
                int length = (int) branches[at + 2];
                long ways = branches[at + 3];
                entry = (int) (inside(at, length, high, low) ? ways >>> 32 : ways);
                depth = length;
            } else {
                entry = nodes[index + way(high, low, depth, bits)];
                depth += bits;
            }
        }
        return entry == 0 ? covering() : entry - 1;
    }

    private boolean inside(int at, int length, long high, long low) {
        return length <= 64
                ? (high ^ branches[at]) >>> 64 - length == 0
                : high == branches[at] && (low ^ branches[at + 1]) >>> 128 - length == 0;
    }

    /// So many bits of an address from `depth` on.
    static int way(long high, long low, int depth, int bits) {
        int end = depth + bits;
        long shifted =
                end <= 64 ? high >>> 64 - end : depth >= 64 ? low >>> 128 - end : high << end - 64 | low >>> 128 - end;
        return (int) shifted & (1 << bits) - 1;
    }

    /// The covering value.
    int value() {
        return covering();
    }

    @Override
    protected Slot covered(int value) {
        return new Subtree(value, routes(), root, cells);
    }

    @Override
    protected long memory() {
        return OBJECT + cells.memory();
    }
}
