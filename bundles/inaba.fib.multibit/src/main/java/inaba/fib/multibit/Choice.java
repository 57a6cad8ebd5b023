package inaba.fib.multibit;

/// A prefix of up to 31 bits in an int: its bits, a one behind them, and zeros.
final class Choice {
    static final int MOST_BITS = 31;

    /// Has no bits: every address is in it.
    static final int ANY = 1 << MOST_BITS;

    private Choice() {}

    /// @param key 32 bits of the address, of which those behind the prefix do not count
    /// @param bits 0 to 31
    static int of(int key, int bits) {
        int behind = ANY >>> bits;
        return key & -behind | behind;
    }

    static int bits(int choice) {
        return MOST_BITS - Integer.numberOfTrailingZeros(choice);
    }

    /// @param key 32 bits of the address
    static boolean contains(int choice, int key) {
        int behind = choice & -choice;
        return ((choice ^ key) & -(behind << 1)) == 0;
    }
}
