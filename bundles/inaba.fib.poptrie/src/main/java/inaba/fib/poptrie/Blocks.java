package inaba.fib.poptrie;

import java.util.Arrays;

/// The nodes and leaves of one subtree, in two arrays. What was appended is never written again, so that older
/// versions of the subtree go on being read; what no version refers to is left behind until it is built anew.
///
/// A node is three longs: which of its 64 ways lead to children, at which of the others a run of equal leaves begins,
/// and where children (upper half) and leaves (lower half) lie.
final class Blocks {
    static final int NODE = 3;

    long[] nodes;
    int[] leaves;
    int usedNodes;
    int usedLeaves;
    /// In use when it was built: the rest was added by changes.
    private int built;

    Blocks(int routes) {
        nodes = new long[NODE * (routes + 1)];
        leaves = new int[routes + 2];
    }

    /// Where `count` nodes may be written; an index of nodes.
    int appendNodes(int count) {
        int at = usedNodes;
        usedNodes += count;
        if (usedNodes * NODE > nodes.length) {
            nodes = Arrays.copyOf(nodes, grown(usedNodes * NODE));
        }
        return at;
    }

    void appendLeaf(int value) {
        if (usedLeaves == leaves.length) {
            leaves = Arrays.copyOf(leaves, grown(usedLeaves + 1));
        }
        leaves[usedLeaves++] = value;
    }

    /// The subtree is complete: gives memory back.
    void built() {
        built = usedNodes + usedLeaves;
        nodes = Arrays.copyOf(nodes, usedNodes * NODE);
        leaves = Arrays.copyOf(leaves, usedLeaves);
    }

    /// So much was left behind that building anew pays.
    boolean worn() {
        return usedNodes + usedLeaves > built + (built >> 1) + 512;
    }

    long memory() {
        return 8L * nodes.length + 4L * leaves.length + 48;
    }

    private static int grown(int needed) {
        return needed + (needed >> 3) + 16;
    }
}
