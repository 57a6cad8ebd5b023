package inaba.core.route;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's own table, for when no algorithm serves: a binary tree of prefixes in which ways without a fork are one
/// step.
///
/// Immutable; a change makes the nodes between the root and the prefix anew and shares the others.
public final class PlainFib implements Fib {
    private static final int NODE_BYTES = 56;
    private static final int ADDRESS_BITS = 128;
    private static final PlainFib EMPTY = new PlainFib(null);

    private final @Nullable Node root;

    private PlainFib(@Nullable Node root) {
        this.root = root;
    }

    public static PlainFib of(Collection<Entry> entries) {
        return EMPTY.apply(entries.stream()
                .map(entry -> new Change(entry.prefix(), entry.value()))
                .toList());
    }

    @Override
    public int lookup(long high, long low) {
        int best = NONE;
        var node = root;
        while (node != null && node.contains(high, low)) {
            if (node.value != NONE) {
                best = node.value;
            }
            node = node.length == ADDRESS_BITS ? null : node.below(high, low);
        }
        return best;
    }

    @Override
    public PlainFib apply(List<Change> changes) {
        var changed = root;
        for (var change : changes) {
            var prefix = change.prefix();
            changed = change.value() == NONE
                    ? without(changed, prefix)
                    : with(changed, Node.leaf(prefix, change.value()));
        }
        return new PlainFib(changed);
    }

    @Override
    public long memory() {
        return root == null ? 0 : (long) root.nodes * NODE_BYTES;
    }

    private static Node with(@Nullable Node node, Node leaf) {
        if (node == null) {
            return leaf;
        }
        int common = node.common(leaf);
        if (common == node.length) {
            if (common == leaf.length) {
                return node.value(leaf.value);
            }
            boolean one = node.isOne(leaf.high, leaf.low);
            return node.child(one, with(one ? node.one : node.zero, leaf));
        }
        if (common == leaf.length) {
            return leaf.child(leaf.isOne(node.high, node.low), node);
        }
        var fork = Node.fork(leaf.high, leaf.low, common);
        return fork.child(fork.isOne(leaf.high, leaf.low), leaf).child(fork.isOne(node.high, node.low), node);
    }

    private static @Nullable Node without(@Nullable Node node, Prefix prefix) {
        long high = prefix.address().high();
        long low = prefix.address().low();
        if (node == null || node.length > prefix.length() || !node.contains(high, low)) {
            return node;
        }
        if (node.length == prefix.length()) {
            return node.value(NONE).unlessNeedless();
        }
        boolean one = node.isOne(high, low);
        return node.child(one, without(one ? node.one : node.zero, prefix)).unlessNeedless();
    }

    /// A prefix, and those below it by their next bit.
    ///
    /// @param value NONE where the prefix only parts two others
    /// @param nodes how many there are, with those below
    private record Node(
            long high,
            long low,
            int length,
            int value,
            @Nullable Node zero,
            @Nullable Node one,
            int nodes) {
        static Node leaf(Prefix prefix, int value) {
            return new Node(prefix.address().high(), prefix.address().low(), prefix.length(), value, null, null, 1);
        }

        static Node fork(long high, long low, int length) {
            return new Node(high & Prefix.maskHigh(length), low & Prefix.maskLow(length), length, NONE, null, null, 1);
        }

        boolean contains(long addressHigh, long addressLow) {
            return ((addressHigh ^ high) & Prefix.maskHigh(length) | (addressLow ^ low) & Prefix.maskLow(length)) == 0;
        }

        /// The bit behind the prefix.
        boolean isOne(long addressHigh, long addressLow) {
            return (length < Long.SIZE ? addressHigh << length : addressLow << length - Long.SIZE) < 0;
        }

        @Nullable
        Node below(long addressHigh, long addressLow) {
            return isOne(addressHigh, addressLow) ? one : zero;
        }

        int common(Node other) {
            int equal = high == other.high
                    ? Long.SIZE + Long.numberOfLeadingZeros(low ^ other.low)
                    : Long.numberOfLeadingZeros(high ^ other.high);
            return Math.min(equal, Math.min(length, other.length));
        }

        Node value(int now) {
            return new Node(high, low, length, now, zero, one, nodes);
        }

        Node child(boolean atOne, @Nullable Node child) {
            var left = atOne ? zero : child;
            var right = atOne ? child : one;
            return new Node(high, low, length, value, left, right, 1 + count(left) + count(right));
        }

        private static int count(@Nullable Node node) {
            return node == null ? 0 : node.nodes;
        }

        /// Null, or the only child, where this node has nothing to say.
        @Nullable
        Node unlessNeedless() {
            if (value != NONE || zero != null && one != null) {
                return this;
            }
            return zero == null ? one : zero;
        }
    }
}
