package inaba.fib.radix;

import static inaba.api.route.Fib.NONE;

import inaba.wire.Prefix;

/// Makes the next table: copies each node that a change touches, once, and links to all others as they are.
///
/// Nodes from `own` on were made by this writer, no reader knows them, and they are changed in place. When there is no
/// room left, the reachable nodes move to new arrays in preorder, so that a way down mostly goes forward in memory.
final class TrieWriter {
    /// The most nodes that one change makes: each of a path of 129, a leaf and a branch.
    private static final int WORST_CHANGE = 131;

    private Nodes nodes;
    private int root;
    private int live;
    private int own;

    /// Starts with an empty table.
    TrieWriter() {
        this(new Nodes(WORST_CHANGE + 1), 0, 0);
    }

    /// Starts with what `root` reaches.
    ///
    /// @param live how many nodes that is
    TrieWriter(Nodes nodes, int root, int live) {
        this.nodes = nodes;
        this.root = root;
        this.live = live;
        this.own = nodes.used;
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
        return new RadixFib(nodes, root, live);
    }

    /// Moves the table to arrays of its own with room for a quarter more.
    void compact() {
        var target = new Nodes(live + (live >> 2) + WORST_CHANGE + 1);
        root = move(root, target);
        nodes = target;
        own = 1;
    }

    private void reserve() {
        if (nodes.free() < WORST_CHANGE) {
            compact();
        }
    }

    private int move(int node, Nodes target) {
        if (node == 0) {
            return 0;
        }
        int moved = target.copy(nodes, node);
        target.child(moved, 0, move(nodes.child(node, 0), target));
        target.child(moved, 1, move(nodes.child(node, 1), target));
        return moved;
    }

    /// @return the node that stands in place of `node`
    private int put(int node, Prefix prefix, int value) {
        if (node == 0) {
            return add(prefix, value);
        }
        int length = nodes.length(node);
        int shared = Math.min(shared(node, prefix), Math.min(length, prefix.length()));
        if (shared == length) {
            return length == prefix.length() ? withValue(node, value) : below(node, prefix, value);
        }
        int side = Nodes.bit(nodes.high(node), nodes.low(node), shared);
        if (shared == prefix.length()) {
            int above = add(prefix, value);
            nodes.child(above, side, node);
            return above;
        }
        int leaf = add(prefix, value);
        int branch = add(Prefix.of(prefix.address(), shared), NONE);
        nodes.child(branch, side, node);
        nodes.child(branch, side ^ 1, leaf);
        return branch;
    }

    private int below(int node, Prefix prefix, int value) {
        int side = side(node, prefix);
        return withChild(node, side, put(nodes.child(node, side), prefix, value));
    }

    /// @return the node that stands in place of `node`, 0 for none
    private int remove(int node, Prefix prefix) {
        if (node == 0 || nodes.length(node) > prefix.length() || shared(node, prefix) < nodes.length(node)) {
            return node;
        }
        if (nodes.length(node) == prefix.length()) {
            return nodes.value(node) == NONE ? node : withoutValue(node);
        }
        int side = side(node, prefix);
        int child = remove(nodes.child(node, side), prefix);
        if (child == 0 && nodes.value(node) == NONE) {
            live--; // a branch with one child left is no branch
            return nodes.child(node, side ^ 1);
        }
        return withChild(node, side, child);
    }

    private int withoutValue(int node) {
        int left = nodes.child(node, 0);
        int right = nodes.child(node, 1);
        if (left != 0 && right != 0) {
            return withValue(node, NONE);
        }
        live--;
        return left == 0 ? right : left;
    }

    private int withValue(int node, int value) {
        if (nodes.value(node) == value) {
            return node;
        }
        int mine = own(node);
        nodes.value(mine, value);
        return mine;
    }

    private int withChild(int node, int side, int child) {
        if (nodes.child(node, side) == child) {
            return node;
        }
        int mine = own(node);
        nodes.child(mine, side, child);
        return mine;
    }

    private int own(int node) {
        return node >= own ? node : nodes.copy(nodes, node);
    }

    private int add(Prefix prefix, int value) {
        live++;
        return nodes.add(prefix.address().high(), prefix.address().low(), prefix.length(), value);
    }

    private int shared(int node, Prefix prefix) {
        return Nodes.shared(
                nodes.keys, node, prefix.address().high(), prefix.address().low());
    }

    private int side(int node, Prefix prefix) {
        return Nodes.bit(prefix.address().high(), prefix.address().low(), nodes.length(node));
    }
}
