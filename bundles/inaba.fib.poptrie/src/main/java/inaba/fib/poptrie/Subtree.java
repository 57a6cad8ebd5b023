package inaba.fib.poptrie;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import org.jspecify.annotations.Nullable;

/// What lies below 16 bits, six bits a step. The first node is in the object itself.
final class Subtree extends Slot {
    static final int STEP = 6;
    static final int WAYS = 1 << STEP;
    private static final int OBJECT = 72;

    private final long children;
    private final long starts;
    private final long bases;
    private final long[] nodes;
    private final int[] leaves;
    final Blocks blocks;

    /// @param children of the first node, as `starts` and `bases`
    Subtree(int covering, @Nullable PrefixList routes, long children, long starts, long bases, Blocks blocks) {
        super(covering, routes);
        this.children = children;
        this.starts = starts;
        this.bases = bases;
        this.blocks = blocks;
        this.nodes = blocks.nodes;
        this.leaves = blocks.leaves;
    }

    static Subtree empty(int covering) {
        var blocks = new Blocks(0);
        blocks.appendLeaf(Fib.NONE);
        blocks.built();
        return new Subtree(covering, null, 0, 1, 0, blocks);
    }

    @Override
    public int lookup(long high, long low) {
        long with = children;
        long runs = starts;
        long at = bases;
        for (int depth = BITS; ; depth += STEP) {
            int way = way(high, low, depth);
            long upTo = -1L >>> WAYS - 1 - way;
            if ((with >>> way & 1) == 0) {
                int value = leaves[(int) at + Long.bitCount(runs & upTo) - 1];
                return value == Fib.NONE ? covering() : value;
            }
            int node = ((int) (at >>> 32) + Long.bitCount(with & upTo) - 1) * Blocks.NODE;
            with = nodes[node];
            runs = nodes[node + 1];
            at = nodes[node + 2];
        }
    }

    /// Six bits of an address from `depth` on; behind its end are zeros.
    static int way(long high, long low, int depth) {
        if (depth <= 64 - STEP) {
            return (int) (high >>> 64 - STEP - depth) & WAYS - 1;
        }
        if (depth < 64) {
            return (int) (high << STEP + depth - 64 | low >>> 128 - STEP - depth) & WAYS - 1;
        }
        return (int) (depth <= 128 - STEP ? low >>> 128 - STEP - depth : low << depth + STEP - 128) & WAYS - 1;
    }

    /// The covering value.
    int value() {
        return covering();
    }

    long children() {
        return children;
    }

    long starts() {
        return starts;
    }

    long bases() {
        return bases;
    }

    @Override
    protected Slot covered(int value) {
        return new Subtree(value, routes(), children, starts, bases, blocks);
    }

    @Override
    protected long memory() {
        return OBJECT + blocks.memory();
    }
}
