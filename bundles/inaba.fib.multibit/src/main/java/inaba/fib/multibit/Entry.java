package inaba.fib.multibit;

/// Where a step leads, in an int: to a value, to a node, or to a bucket.
///
/// 0 or more is a value and one, 0 none. Below 0, bits 27 to 30 are the bits of an address that a node takes, and the
/// rest says where its cells begin; no bits mean a bucket, and the rest says where its pairs begin.
final class Entry {
    static final int MOST_BITS = 12;
    private static final int SHIFT = 27;
    private static final int INDEX = (1 << SHIFT) - 1;
    private static final int BITS = 15;

    private Entry() {}

    static int value(int value) {
        return value + 1;
    }

    static int node(int bits, int at) {
        return 1 << 31 | bits << SHIFT | at;
    }

    static int bucket(int at) {
        return 1 << 31 | at;
    }

    static boolean isValue(int entry) {
        return entry >= 0;
    }

    /// 0 for a bucket.
    static int bits(int entry) {
        return entry >>> SHIFT & BITS;
    }

    static int index(int entry) {
        return entry & INDEX;
    }
}
