package inaba.core.count;

import inaba.api.counter.Counter;
import inaba.api.counter.Counters;
import inaba.api.packet.DropReason;
import inaba.core.CoreDrop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// All counters. Drops are found by the class of their reason without keeping that class reachable.
public final class Board implements Counters {
    private static final int FIRST_DROP = Column.values().length;

    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final Deque<Tally> retired = new ArrayDeque<>();
    private final Map<String, Named> named = new ConcurrentHashMap<>();
    private final List<String> dropNames = new CopyOnWriteArrayList<>();
    private final ClassValue<int[]> columns = new ClassValue<>() {
        @Override
        protected int[] computeValue(Class<?> reason) {
            return columnsOf(reason);
        }
    };
    private final Tally loopTally = tally();

    /// A tally for one thread.
    public synchronized Tally tally() {
        var reused = retired.poll();
        if (reused != null) {
            return reused;
        }
        var tally = new Tally(this);
        tallies.add(tally);
        return tally;
    }

    /// The thread ended; its counts stay.
    public synchronized void retire(Tally tally) {
        retired.add(tally);
    }

    /// The tally of the control loop.
    public Tally loopTally() {
        return loopTally;
    }

    /// The sum over all threads.
    public long value(int link, Column column) {
        return sum(link, column.ordinal());
    }

    @Override
    public Counter named(String name) {
        return named.computeIfAbsent(name, _ -> new Named());
    }

    @Override
    public void drop(int link, DropReason reason) {
        loopTally.drop(link, reason);
    }

    /// The counters that bundles have named.
    public SortedMap<String, Long> namedTotals() {
        var totals = new TreeMap<String, Long>();
        named.forEach((name, counter) -> totals.put(name, counter.value()));
        return totals;
    }

    @Override
    public SortedMap<String, Long> totals() {
        var totals = namedTotals();
        for (int link = 0; link < linkLimit(); link++) {
            drops(link).forEach((name, n) -> totals.merge(name, n, Long::sum));
        }
        return totals;
    }

    @Override
    public SortedMap<String, Long> drops(int link) {
        var drops = new TreeMap<String, Long>();
        for (int i = 0; i < dropNames.size(); i++) {
            long n = sum(link, FIRST_DROP + i);
            if (n != 0) {
                drops.put(dropNames.get(i), n);
            }
        }
        return drops;
    }

    int column(DropReason reason) {
        return reason instanceof Enum<?> constant
                ? columns.get(constant.getDeclaringClass())[constant.ordinal()]
                : column(CoreDrop.EXCEPTION); // counting must not throw in the middle of a burst
    }

    private long sum(int link, int column) {
        long sum = 0;
        for (var tally : tallies) {
            sum += tally.get(link, column);
        }
        return sum;
    }

    private int linkLimit() {
        return tallies.stream().mapToInt(Tally::links).max().orElse(0);
    }

    private synchronized int[] columnsOf(Class<?> reason) {
        var constants = reason.getEnumConstants();
        if (constants == null) {
            throw new IllegalArgumentException(
                    reason.getName() + " is no plain enum: drop reasons are enum constants without bodies");
        }
        var result = new int[constants.length];
        for (int i = 0; i < constants.length; i++) {
            var name = ((DropReason) constants[i]).counterName();
            int known = dropNames.indexOf(name);
            if (known < 0) {
                dropNames.add(name);
                known = dropNames.size() - 1;
            }
            result[i] = FIRST_DROP + known;
        }
        return result;
    }

    private static final class Named implements Counter {
        private final LongAdder sum = new LongAdder();

        @Override
        public void add(long n) {
            sum.add(n);
        }

        @Override
        public long value() {
            return sum.sum();
        }
    }
}
