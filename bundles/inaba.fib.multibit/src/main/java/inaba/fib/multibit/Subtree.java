package inaba.fib.multibit;

import inaba.api.route.Fib;
import inaba.api.route.fib.PrefixList;
import inaba.api.route.fib.Slot;
import org.jspecify.annotations.Nullable;

/// What lies below 16 bits.
final class Subtree extends Slot {
    private static final int OBJECT = 40;

    final int root;
    final Cells cells;
    private final int[] array;

    /// @param root an [Entry]
    Subtree(int covering, @Nullable PrefixList routes, int root, Cells cells) {
        super(covering, routes);
        this.root = root;
        this.cells = cells;
        this.array = cells.cells;
    }

    static Subtree empty(int covering) {
        return new Subtree(covering, null, Entry.value(Fib.NONE), new Cells(0));
    }

    @Override
    public int lookup(long high, long low) {
        int entry = root;
        for (int depth = BITS; !Entry.isValue(entry); ) {
            int bits = Entry.bits(entry);
            int index = Entry.index(entry);
            if (bits == 0) {
                int key = key(high, low, depth);
                int choice = array[index];
                while (!Choice.contains(choice, key)) {
                    index += 2;
                    choice = array[index];
                }
                depth += Choice.bits(choice);
                entry = array[index + 1];
            } else {
                entry = array[index + way(high, low, depth, bits)];
                depth += bits;
            }
        }
        return entry == 0 ? covering() : entry - 1;
    }

    /// 32 bits of an address from `depth` on, and zeros behind its end.
    static int key(long high, long low, int depth) {
        long shifted = depth <= 32 ? high << depth : depth < 64 ? high << depth | low >>> -depth : low << depth;
        return (int) (shifted >>> 32);
    }

    /// So many bits of an address from `depth` on, no more than 31.
    static int way(long high, long low, int depth, int bits) {
        return key(high, low, depth) >>> -bits;
    }

    /// The covering value.
    int value() {
        return covering();
    }

    @Override
    protected Slot covered(int value) {
        return new Subtree(value, routes(), root, cells);
    }

    @Override
    protected long memory() {
        return OBJECT + cells.memory();
    }
}
