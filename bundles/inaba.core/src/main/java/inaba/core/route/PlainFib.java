package inaba.core.route;

import inaba.api.route.Fib;
import inaba.wire.Prefix;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The engine's own table, for when no algorithm serves: the address space cut into ranges, found by binary search.
///
/// Immutable; a change builds it anew in O(n log n), which is good enough until an algorithm is back.
public final class PlainFib implements Fib {
    private final TreeMap<Prefix, Integer> entries;
    private final long[] high;
    private final long[] low;
    private final int[] values;

    private PlainFib(TreeMap<Prefix, Integer> entries) {
        this.entries = entries;
        var ranges = new Ranges(entries.size() * 2 + 1);
        entries.forEach(ranges::open);
        ranges.closeAll();
        high = Arrays.copyOf(ranges.high, ranges.count);
        low = Arrays.copyOf(ranges.low, ranges.count);
        values = Arrays.copyOf(ranges.values, ranges.count);
    }

    public static PlainFib of(Collection<Entry> entries) {
        var sorted = new TreeMap<Prefix, Integer>();
        entries.forEach(e -> sorted.put(e.prefix(), e.value()));
        return new PlainFib(sorted);
    }

    public static PlainFib of(Map<Prefix, Integer> entries) {
        return new PlainFib(new TreeMap<>(entries));
    }

    @Override
    public int lookup(long addressHigh, long addressLow) {
        int from = 0;
        int to = values.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (isAtMost(high[middle], low[middle], addressHigh, addressLow)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return values[from];
    }

    @Override
    public Fib apply(List<Change> changes) {
        var changed = new TreeMap<>(entries);
        for (var change : changes) {
            if (change.value() == NONE) {
                changed.remove(change.prefix());
            } else {
                changed.put(change.prefix(), change.value());
            }
        }
        return new PlainFib(changed);
    }

    @Override
    public long memory() {
        return values.length * 20L + entries.size() * 96L;
    }

    private static boolean isAtMost(long aHigh, long aLow, long bHigh, long bLow) {
        int byHigh = Long.compareUnsigned(aHigh, bHigh);
        return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(aLow, bLow) <= 0);
    }

    /// Cuts the space at each prefix's first address and behind its last. Prefixes come sorted, so a prefix comes
    /// before those that it covers.
    private static final class Ranges {
        private long[] high;
        private long[] low;
        private int[] values;
        private int count;
        private final Deque<Map.Entry<Prefix, Integer>> around = new ArrayDeque<>();

        Ranges(int most) {
            high = new long[most];
            low = new long[most];
            values = new int[most];
            begin(0, 0, NONE);
        }

        void open(Prefix prefix, int value) {
            while (!around.isEmpty() && !around.peek().getKey().covers(prefix)) {
                close();
            }
            begin(prefix.address().high(), prefix.address().low(), value);
            around.push(Map.entry(prefix, value));
        }

        void closeAll() {
            while (!around.isEmpty()) {
                close();
            }
        }

        private void close() {
            var ended = around.pop().getKey();
            var mask = ended.mask();
            long lastLow = ended.address().low() | ~mask.low();
            long lastHigh = ended.address().high() | ~mask.high();
            long nextLow = lastLow + 1;
            long nextHigh = nextLow == 0 ? lastHigh + 1 : lastHigh;
            if (nextHigh == 0 && nextLow == 0) {
                return;
            }
            var outer = around.peek();
            begin(nextHigh, nextLow, outer == null ? NONE : outer.getValue());
        }

        private void begin(long atHigh, long atLow, int value) {
            boolean sameStart = count > 0 && high[count - 1] == atHigh && low[count - 1] == atLow;
            int i = sameStart ? count - 1 : count++;
            high[i] = atHigh;
            low[i] = atLow;
            values[i] = value;
        }
    }
}
