package inaba.fib.radix;

/// The nodes that tables made from one another share, in two arrays: what leads on (children, length, value), which
/// every step of a lookup reads, and the prefixes, which only nodes with a value compare.
///
/// Node 0 is none: its index stands for an absent child. A node that only branches has the value
/// [inaba.api.route.Fib#NONE]. Writers append behind `used`; what a table can reach is before that and never written
/// again.
final class Nodes {
    /// Longs per node in each of the arrays.
    static final int SIZE = 2;

    /// Children, then length and value, of each node.
    final long[] ways;

    /// The upper and the lower half of each node's prefix.
    final long[] keys;

    /// Nodes in use, with node 0.
    int used = 1;

    Nodes(int capacity) {
        ways = new long[capacity * SIZE];
        keys = new long[capacity * SIZE];
    }

    int free() {
        return ways.length / SIZE - used;
    }

    long memory() {
        return (long) (ways.length + keys.length) * Long.BYTES;
    }

    /// The child on the side of bit 0 or 1.
    static int child(long[] ways, int node, int side) {
        return (int) (ways[node * SIZE] >>> (side << 5));
    }

    /// Length and value of a node's prefix, for [#length(long)] and [#value(long)].
    static long meta(long[] ways, int node) {
        return ways[node * SIZE + 1];
    }

    /// Bits of the prefix, 0 to 128.
    static int length(long meta) {
        return (int) (meta >>> 32);
    }

    static int value(long meta) {
        return (int) meta;
    }

    /// Leading bits that an address shares with a node's prefix, counted to 128.
    static int shared(long[] keys, int node, long high, long low) {
        long differing = high ^ keys[node * SIZE];
        return differing != 0
                ? Long.numberOfLeadingZeros(differing)
                : 64 + Long.numberOfLeadingZeros(low ^ keys[node * SIZE + 1]);
    }

    /// Bit `index` of an address, counted from the most significant; 0 to 127.
    static int bit(long high, long low, int index) {
        return (int) ((index < 64 ? high : low) >>> ~index) & 1;
    }

    int child(int node, int side) {
        return child(ways, node, side);
    }

    int length(int node) {
        return length(meta(ways, node));
    }

    int value(int node) {
        return value(meta(ways, node));
    }

    long high(int node) {
        return keys[node * SIZE];
    }

    long low(int node) {
        return keys[node * SIZE + 1];
    }

    void value(int node, int value) {
        meta(node, length(node), value);
    }

    void child(int node, int side, int child) {
        long other = ways[node * SIZE] & 0xffff_ffffL << ((side ^ 1) << 5);
        ways[node * SIZE] = other | Integer.toUnsignedLong(child) << (side << 5);
    }

    /// A new node without children.
    int add(long high, long low, int length, int value) {
        int node = used++;
        keys[node * SIZE] = high;
        keys[node * SIZE + 1] = low;
        ways[node * SIZE] = 0;
        meta(node, length, value);
        return node;
    }

    /// A new node that is as this one of other nodes.
    int copy(Nodes from, int node) {
        int copy = used++;
        System.arraycopy(from.ways, node * SIZE, ways, copy * SIZE, SIZE);
        System.arraycopy(from.keys, node * SIZE, keys, copy * SIZE, SIZE);
        return copy;
    }

    private void meta(int node, int length, int value) {
        ways[node * SIZE + 1] = (long) length << 32 | Integer.toUnsignedLong(value);
    }
}
