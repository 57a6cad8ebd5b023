package inaba.fib.poptrie;

import java.util.Arrays;

/// A node while it is written: for each way a child, as three longs, or a leaf.
final class Level {
    final int depth;
    private final int[] leaf = new int[Subtree.WAYS];
    private final long[] child = new long[Subtree.WAYS * Blocks.NODE];
    private long children;
    /// The finished node: what [#finish] has made.
    long starts;
    long bases;

    Level(int depth) {
        this.depth = depth;
    }

    long children() {
        return children;
    }

    /// All ways lead to leaves of this value.
    void fill(int value) {
        children = 0;
        Arrays.fill(leaf, value);
    }

    /// The ways are those of a node that exists.
    void read(Blocks blocks, long with, long runs, long at) {
        children = with;
        int leafAt = (int) at - 1;
        int childAt = (int) (at >>> 32) * Blocks.NODE;
        for (int way = 0; way < Subtree.WAYS; way++) {
            leafAt += (int) (runs >>> way & 1);
            if ((with >>> way & 1) != 0) {
                System.arraycopy(blocks.nodes, childAt, child, way * Blocks.NODE, Blocks.NODE);
                childAt += Blocks.NODE;
            } else {
                leaf[way] = blocks.leaves[leafAt];
            }
        }
    }

    boolean isLeaf(int way) {
        return (children >>> way & 1) == 0;
    }

    int leaf(int way) {
        return leaf[way];
    }

    long child(int way, int part) {
        return child[way * Blocks.NODE + part];
    }

    /// Ways `from` to `to`, exclusive, lead to leaves of this value.
    void leaves(int from, int to, int value) {
        children &= ~((-1L >>> Subtree.WAYS - (to - from)) << from);
        Arrays.fill(leaf, from, to, value);
    }

    /// A way leads to what a deeper level has finished: a node, or a leaf if all its ways lead to the same one.
    void below(int way, Level deeper) {
        if (deeper.isOneLeaf()) {
            leaves(way, way + 1, deeper.leaf[0]);
            return;
        }
        children |= 1L << way;
        child[way * Blocks.NODE] = deeper.children;
        child[way * Blocks.NODE + 1] = deeper.starts;
        child[way * Blocks.NODE + 2] = deeper.bases;
    }

    boolean isOneLeaf() {
        return children == 0 && Long.bitCount(starts) == 1;
    }

    /// Appends children and leaves.
    void finish(Blocks blocks) {
        int childAt = blocks.appendNodes(Long.bitCount(children));
        bases = (long) childAt << 32 | blocks.usedLeaves;
        starts = 0;
        boolean any = false;
        int last = 0;
        for (int way = 0; way < Subtree.WAYS; way++) {
            if (!isLeaf(way)) {
                System.arraycopy(child, way * Blocks.NODE, blocks.nodes, childAt++ * Blocks.NODE, Blocks.NODE);
            } else if (!any || leaf[way] != last) {
                any = true;
                last = leaf[way];
                starts |= 1L << way;
                blocks.appendLeaf(last);
            }
        }
    }
}
