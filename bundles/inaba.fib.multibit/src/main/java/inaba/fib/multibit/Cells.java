package inaba.fib.multibit;

import java.util.Arrays;

/// The nodes and branches of one subtree, in two arrays. What was appended is never written again, so that older
/// versions of the subtree go on being read; what no version refers to is left behind until it is built anew.
///
/// A node of b bits is 2^b [Entry]s. A branch is four longs: a prefix (upper half, lower half, length), and an entry
/// for addresses in it (upper half) and one for others (lower half).
final class Cells {
    static final int BRANCH = 4;

    int[] nodes;
    long[] branches;
    int usedNodes;
    int usedBranches;
    private int built;

    Cells(int routes) {
        nodes = new int[2 * routes + 2];
        branches = new long[BRANCH * (routes + 1)];
    }

    /// @return the entry that leads to it
    int node(int[] entries, int bits) {
        int at = usedNodes;
        usedNodes += entries.length;
        if (usedNodes > nodes.length) {
            nodes = Arrays.copyOf(nodes, usedNodes + (usedNodes >> 2));
        }
        System.arraycopy(entries, 0, nodes, at, entries.length);
        return Entry.node(bits, at);
    }

    /// @return the entry that leads to it
    int branch(long high, long low, int length, int inside, int outside) {
        int at = usedBranches++ * BRANCH;
        if (at == branches.length) {
            branches = Arrays.copyOf(branches, at + BRANCH + (at >> 3) / BRANCH * BRANCH);
        }
        branches[at] = high;
        branches[at + 1] = low;
        branches[at + 2] = length;
        branches[at + 3] = (long) inside << 32 | Integer.toUnsignedLong(outside);
        return Entry.branch(usedBranches - 1);
    }

    /// The subtree is complete: gives memory back.
    void built() {
        built = usedNodes + usedBranches;
        nodes = Arrays.copyOf(nodes, usedNodes);
        branches = Arrays.copyOf(branches, usedBranches * BRANCH);
    }

    /// So much was left behind that building anew pays.
    boolean worn() {
        return usedNodes + usedBranches > built + (built >> 1) + 1024;
    }

    long memory() {
        return 4L * nodes.length + 8L * branches.length + 48;
    }
}
