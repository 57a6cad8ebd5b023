package inaba.fib.radix;

import inaba.api.route.Fib;
import java.util.List;

/// A trie that never changes. A table made from it by [#apply] shares the nodes of all paths that no change touched, so
/// readers of this one are not disturbed: they see all of its old values until they take up the new table.
final class RadixFib implements Fib {
    private final long[] nodes;
    private final int root;
    private final Store store;
    private final int live;

    /// @param store the nodes; those that `root` reaches are never written again, and final fields show them to every
    /// reader
    /// @param live how many nodes `root` reaches
    RadixFib(Store store, int root, int live) {
        this.store = store;
        this.nodes = store.nodes;
        this.root = root;
        this.live = live;
    }

    @Override
    public int lookup(long high, long low) {
        long[] trie = nodes;
        int best = NONE;
        for (int node = root; node != 0; ) {
            int length = Nodes.length(trie, node);
            if (shared(high ^ Nodes.high(trie, node), low ^ Nodes.low(trie, node)) < length) {
                return best;
            }
            int value = Nodes.value(trie, node);
            best = value == NONE ? best : value;
            if (length == 128) {
                return best;
            }
            node = Nodes.child(trie, node, Nodes.bit(high, low, length));
        }
        return best;
    }

    @Override
    public Fib apply(List<Change> changes) {
        var writer = new TrieWriter(store, root, live);
        for (var change : changes) {
            if (change.value() == NONE) {
                writer.remove(change.prefix());
            } else {
                writer.put(change.prefix(), change.value());
            }
        }
        return writer.finish();
    }

    @Override
    public long memory() {
        return (long) nodes.length * Long.BYTES;
    }

    /// Leading bits that two addresses share, 0 to 128, given their difference.
    static int shared(long high, long low) {
        return high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(low);
    }

    /// Nodes that tables made from one another share. Writers append behind `used`; what a table can reach is before
    /// that.
    static final class Store {
        final long[] nodes;
        int used;

        Store(int capacity) {
            nodes = new long[capacity * Nodes.SIZE];
            used = 1;
        }

        int free() {
            return nodes.length / Nodes.SIZE - used;
        }
    }
}
