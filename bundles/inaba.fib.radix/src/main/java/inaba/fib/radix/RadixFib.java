package inaba.fib.radix;

import inaba.api.route.Fib;
import java.util.List;

/// A trie that never changes. A table made from it by [#apply] shares the nodes of all paths that no change touched, so
/// readers of this one are not disturbed: they see all of its old values until they take up the new table.
final class RadixFib implements Fib {
    private final Nodes nodes;
    private final long[] ways;
    private final long[] keys;
    private final int root;
    private final int live;

    /// @param nodes those that `root` reaches are never written again, and final fields show them to every reader
    /// @param live how many nodes `root` reaches
    RadixFib(Nodes nodes, int root, int live) {
        this.nodes = nodes;
        this.ways = nodes.ways;
        this.keys = nodes.keys;
        this.root = root;
        this.live = live;
    }

    /// Only nodes with a value are compared: below a branch that does not fit, none of them fits.
    @Override
    public int lookup(long high, long low) {
        int best = NONE;
        for (int node = root; node != 0; ) {
            long meta = Nodes.meta(ways, node);
            int length = Nodes.length(meta);
            int value = Nodes.value(meta);
            if (value != NONE) {
                if (Nodes.shared(keys, node, high, low) < length) {
                    return best;
                }
                best = value;
            }
            if (length == 128) {
                return best;
            }
            node = Nodes.child(ways, node, Nodes.bit(high, low, length));
        }
        return best;
    }

    @Override
    public Fib apply(List<Change> changes) {
        var writer = new TrieWriter(nodes, root, live);
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
        return nodes.memory();
    }
}
