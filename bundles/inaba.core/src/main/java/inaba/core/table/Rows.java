package inaba.core.table;

import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.core.slot.Faults;
import inaba.core.slot.LoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table: rows in insertion order, removed when their time is over or when nobody adopted them in time.
public final class Rows<K, R extends Row<K>> implements Table<K, R> {
    private final String name;
    private final int limit;
    private final Time time;
    private final Faults faults;
    private final List<Predicate<R>> givesWay;
    private final Map<K, R> rows = new LinkedHashMap<>();
    private final Map<String, Long> sweepAt = new ConcurrentHashMap<>();
    private final Map<K, String> stale = new LinkedHashMap<>();
    private final List<Watcher<R>> watchers = new CopyOnWriteArrayList<>();
    private final PriorityQueue<End<K>> ends = new PriorityQueue<>();
    private volatile List<R> snapshot = List.of();
    private boolean snapshotCurrent = true;
    private Time.@Nullable Timer timer;
    private long timerAt;

    /// @param limit the most rows
    /// @param givesWay rows that may be removed when the table is full: those of the first kind before those of the
    /// next,
    ///     of a kind the oldest first
    public Rows(String name, int limit, Time time, Faults faults, List<Predicate<R>> givesWay) {
        this.name = name;
        this.limit = limit;
        this.time = time;
        this.faults = faults;
        this.givesWay = List.copyOf(givesWay);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable R get(K key) {
        synchronized (rows) {
            return rows.get(key);
        }
    }

    @Override
    public boolean put(R row) {
        LoopThread.check();
        R before;
        synchronized (rows) {
            before = rows.get(row.key());
            if (before == null && rows.size() >= limit && !makeRoom()) {
                return false;
            }
            rows.put(row.key(), row);
            snapshotCurrent = false;
        }
        stale.remove(row.key());
        if (row.validUntil() != Row.FOREVER && (before == null || before.validUntil() != row.validUntil())) {
            ends.add(new End<>(row.validUntil(), row.key()));
            arm();
        }
        if (!row.equals(before)) {
            notifyWatchers(before, row);
        }
        return true;
    }

    @Override
    public @Nullable R remove(K key) {
        LoopThread.check();
        R before;
        synchronized (rows) {
            before = rows.remove(key);
            snapshotCurrent = false;
        }
        stale.remove(key);
        if (before != null) {
            notifyWatchers(before, null);
        }
        return before;
    }

    @Override
    public List<R> rows() {
        synchronized (rows) {
            if (!snapshotCurrent) {
                snapshot = List.copyOf(rows.values());
                snapshotCurrent = true;
            }
            return snapshot;
        }
    }

    @Override
    public int size() {
        synchronized (rows) {
            return rows.size();
        }
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public List<R> adopt(String owner) {
        stale.values().removeIf(owner::equals);
        sweepAt.remove(owner);
        return rows().stream().filter(row -> row.owner().equals(owner)).toList();
    }

    @Override
    public boolean stale(K key) {
        return stale.containsKey(key);
    }

    @Override
    public Watch watch(Watcher<R> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// The owner went: its rows keep serving and are swept after `keep`, unless adopted before.
    ///
    /// @param keep null = never, as long as the owner is stopped on purpose
    public void abandon(String owner, @Nullable Duration keep) {
        for (R row : rows()) {
            if (row.owner().equals(owner) && !owner.equals(Row.PERSON)) {
                stale.put(row.key(), owner);
            }
        }
        if (keep != null) {
            sweepAt.put(owner, time.nanos() + keep.toNanos());
            time.after(keep, () -> sweep(owner));
        }
    }

    /// Forgets watchers whose code is of this class loader.
    public void purge(ClassLoader gone) {
        watchers.removeIf(w -> w.getClass().getClassLoader() == gone);
    }

    private void sweep(String owner) {
        var due = sweepAt.get(owner);
        if (due == null || due > time.nanos()) {
            return;
        }
        sweepAt.remove(owner);
        var keys = stale.entrySet().stream()
                .filter(e -> e.getValue().equals(owner))
                .map(Map.Entry::getKey)
                .toList();
        keys.forEach(this::remove);
    }

    private boolean makeRoom() {
        return givesWay.stream().anyMatch(this::removeOldest);
    }

    private boolean removeOldest(Predicate<R> kind) {
        for (R row : rows.values()) {
            if (kind.test(row)) {
                rows.remove(row.key());
                notifyWatchers(row, null);
                return true;
            }
        }
        return false;
    }

    private void notifyWatchers(@Nullable R before, @Nullable R after) {
        for (var watcher : watchers) {
            faults.guard(watcher, () -> watcher.changed(before, after));
        }
    }

    private void arm() {
        var next = ends.peek();
        if (next == null || (timer != null && timerAt <= next.at)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAt = next.at;
        timer = time.after(Duration.ofNanos(next.at - time.nanos()), this::expire);
    }

    private void expire() {
        timer = null;
        long now = time.nanos();
        var due = new ArrayList<K>();
        for (var end = ends.peek(); end != null && end.at <= now; end = ends.peek()) {
            due.add(ends.remove().key);
        }
        for (K key : due) {
            var row = get(key);
            if (row != null && row.validUntil() <= now) {
                remove(key);
            }
        }
        arm();
    }

    private record End<K>(long at, K key) implements Comparable<End<K>> {
        @Override
        public int compareTo(End<K> other) {
            return Long.compare(at, other.at);
        }
    }
}
