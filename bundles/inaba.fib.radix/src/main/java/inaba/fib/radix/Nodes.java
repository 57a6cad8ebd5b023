package inaba.fib.radix;

/// How a node lies in a `long[]`: its prefix as two longs, its children, its prefix's length and its value.
///
/// Node 0 is none: its index stands for an absent child. A node that only branches has the value
/// [inaba.api.route.Fib#NONE].
final class Nodes {
    /// Longs per node.
    static final int SIZE = 4;

    private static final int LOW = 1;
    private static final int CHILDREN = 2;
    private static final int META = 3;

    private Nodes() {}

    static long high(long[] nodes, int node) {
        return nodes[node * SIZE];
    }

    static long low(long[] nodes, int node) {
        return nodes[node * SIZE + LOW];
    }

    /// The child on the side of bit 0 or 1.
    static int child(long[] nodes, int node, int side) {
        return (int) (nodes[node * SIZE + CHILDREN] >>> (side << 5));
    }

    /// Bits of the prefix, 0 to 128.
    static int length(long[] nodes, int node) {
        return (int) (nodes[node * SIZE + META] >>> 32);
    }

    static int value(long[] nodes, int node) {
        return (int) nodes[node * SIZE + META];
    }

    static void write(long[] nodes, int node, long high, long low, int length, int value) {
        int at = node * SIZE;
        nodes[at] = high;
        nodes[at + LOW] = low;
        nodes[at + CHILDREN] = 0;
        nodes[at + META] = (long) length << 32 | Integer.toUnsignedLong(value);
    }

    static void value(long[] nodes, int node, int value) {
        write(nodes, node, value, length(nodes, node));
    }

    static void child(long[] nodes, int node, int side, int child) {
        int at = node * SIZE + CHILDREN;
        long other = nodes[at] & 0xffff_ffffL << ((side ^ 1) << 5);
        nodes[at] = other | Integer.toUnsignedLong(child) << (side << 5);
    }

    /// Bit `index` of an address, counted from the most significant; 0 to 127.
    static int bit(long high, long low, int index) {
        return (int) ((index < 64 ? high : low) >>> ~index) & 1;
    }

    private static void write(long[] nodes, int node, int value, int length) {
        nodes[node * SIZE + META] = (long) length << 32 | Integer.toUnsignedLong(value);
    }
}
