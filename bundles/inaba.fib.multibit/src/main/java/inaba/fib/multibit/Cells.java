package inaba.fib.multibit;

import java.util.Arrays;

/// The nodes and buckets of one subtree, in one array. What was appended is never written again, so that older versions
/// of the subtree go on being read; what no version refers to is left behind until it is built anew.
///
/// A node of b bits is 2^b [Entry]s. A bucket is pairs of a [Choice] and the entry for addresses in it, the longer ones
/// first, and [Choice#ANY] the last.
final class Cells {
    int[] cells;
    private int used;
    private int built;

    Cells(int routes) {
        cells = new int[3 * routes + 4];
    }

    /// @return the entry that leads to it
    int node(int[] entries, int bits) {
        return Entry.node(bits, append(entries));
    }

    /// @return the entry that leads to it
    int bucket(int[] pairs) {
        return Entry.bucket(append(pairs));
    }

    private int append(int[] more) {
        int at = used;
        used += more.length;
        if (used > cells.length) {
            cells = Arrays.copyOf(cells, used + (used >> 2));
        }
        System.arraycopy(more, 0, cells, at, more.length);
        return at;
    }

    /// The subtree is complete: gives memory back.
    void built() {
        built = used;
        cells = Arrays.copyOf(cells, used);
    }

    /// So much was left behind that building anew pays.
    boolean worn() {
        return used > 3 * built + 1024;
    }

    long memory() {
        return 4L * cells.length + 32;
    }
}
