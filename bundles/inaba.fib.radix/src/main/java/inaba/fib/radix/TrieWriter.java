package inaba.fib.radix;

import static inaba.api.route.Fib.NONE;

import inaba.wire.Prefix;

/// Makes the next table: copies each node that a change touches, once, and links to all others as they are.
///
/// Nodes behind `own` were made by this writer, no reader knows them, and they are changed in place. When the store is
/// full,
/// the reachable nodes move to a new one in preorder, so that a way down the trie mostly goes forward in memory.
final class TrieWriter {
    /// The most nodes that one change makes: each of a path of 129, a leaf and a branch.
    private static final int WORST_CHANGE = 131;

    private RadixFib.Store store;
    private long[] nodes;
    private int root;
    private int live;
    private int own;

    /// Starts with an empty table.
    TrieWriter() {
        this(new RadixFib.Store(WORST_CHANGE + 1), 0, 0);
    }

    /// Starts with what `root` reaches.
    ///
    /// @param live how many nodes that is
    TrieWriter(RadixFib.Store store, int root, int live) {
        this.store = store;
        this.nodes = store.nodes;
        this.root = root;
        this.live = live;
        this.own = store.used;
    }

    void put(Prefix prefix, int value) {
        reserve();
        root = put(root, prefix, value);
    }

    void remove(Prefix prefix) {
        reserve();
        root = remove(root, prefix);
    }

    RadixFib finish() {
        return new RadixFib(store, root, live);
    }

    /// Moves the table to a store of its own with room for a quarter more.
    void compact() {
        var target = new RadixFib.Store(live + (live >> 2) + WORST_CHANGE + 1);
        root = move(root, target);
        store = target;
        nodes = target.nodes;
        own = 1;
    }

    private void reserve() {
        if (store.free() < WORST_CHANGE) {
            compact();
        }
    }

    private int move(int node, RadixFib.Store target) {
        if (node == 0) {
            return 0;
        }
        int moved = target.used++;
        System.arraycopy(nodes, node * Nodes.SIZE, target.nodes, moved * Nodes.SIZE, Nodes.SIZE);
        Nodes.child(target.nodes, moved, 0, move(Nodes.child(nodes, node, 0), target));
        Nodes.child(target.nodes, moved, 1, move(Nodes.child(nodes, node, 1), target));
        return moved;
    }

    /// @return the node that stands in place of `node`
    private int put(int node, Prefix prefix, int value) {
        if (node == 0) {
            return add(prefix, value);
        }
        int length = Nodes.length(nodes, node);
        int shared = Math.min(shared(node, prefix), Math.min(length, prefix.length()));
        if (shared == length) {
            return length == prefix.length() ? withValue(node, value) : below(node, prefix, value);
        }
        int side = Nodes.bit(Nodes.high(nodes, node), Nodes.low(nodes, node), shared);
        if (shared == prefix.length()) {
            int above = add(prefix, value);
            Nodes.child(nodes, above, side, node);
            return above;
        }
        int leaf = add(prefix, value);
        int branch = add(Prefix.of(prefix.address(), shared), NONE);
        Nodes.child(nodes, branch, side, node);
        Nodes.child(nodes, branch, side ^ 1, leaf);
        return branch;
    }

    private int below(int node, Prefix prefix, int value) {
        int side = side(node, prefix);
        return withChild(node, side, put(Nodes.child(nodes, node, side), prefix, value));
    }

    /// @return the node that stands in place of `node`, 0 for none
    private int remove(int node, Prefix prefix) {
        if (node == 0
                || Nodes.length(nodes, node) > prefix.length()
                || shared(node, prefix) < Nodes.length(nodes, node)) {
            return node;
        }
        if (Nodes.length(nodes, node) == prefix.length()) {
            return Nodes.value(nodes, node) == NONE ? node : withoutValue(node);
        }
        int side = side(node, prefix);
        int child = remove(Nodes.child(nodes, node, side), prefix);
        if (child == 0 && Nodes.value(nodes, node) == NONE) {
            live--; // a branch with one child left is no branch
            return Nodes.child(nodes, node, side ^ 1);
        }
        return withChild(node, side, child);
    }

    private int withoutValue(int node) {
        int left = Nodes.child(nodes, node, 0);
        int right = Nodes.child(nodes, node, 1);
        if (left != 0 && right != 0) {
            return withValue(node, NONE);
        }
        live--;
        return left == 0 ? right : left;
    }

    private int withValue(int node, int value) {
        if (Nodes.value(nodes, node) == value) {
            return node;
        }
        int mine = own(node);
        Nodes.value(nodes, mine, value);
        return mine;
    }

    private int withChild(int node, int side, int child) {
        if (Nodes.child(nodes, node, side) == child) {
            return node;
        }
        int mine = own(node);
        Nodes.child(nodes, mine, side, child);
        return mine;
    }

    private int own(int node) {
        if (node >= own) {
            return node;
        }
        int copy = store.used++;
        System.arraycopy(nodes, node * Nodes.SIZE, nodes, copy * Nodes.SIZE, Nodes.SIZE);
        return copy;
    }

    private int add(Prefix prefix, int value) {
        int node = store.used++;
        Nodes.write(nodes, node, prefix.address().high(), prefix.address().low(), prefix.length(), value);
        live++;
        return node;
    }

    private int shared(int node, Prefix prefix) {
        return RadixFib.shared(
                prefix.address().high() ^ Nodes.high(nodes, node),
                prefix.address().low() ^ Nodes.low(nodes, node));
    }

    private int side(int node, Prefix prefix) {
        return Nodes.bit(prefix.address().high(), prefix.address().low(), Nodes.length(nodes, node));
    }
}
