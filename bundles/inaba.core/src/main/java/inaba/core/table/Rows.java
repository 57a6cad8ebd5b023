package inaba.core.table;

import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.core.slot.Faults;
import inaba.core.slot.LoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table: rows in insertion order, removed when their time is over or when nobody adopted them in time.
public final class Rows<K, R extends Row<K>> implements Table<K, R> {
    private final String name;
    private volatile int limit;
    private final Time time;
    private final Faults faults;
    private final GivingWay<K, R> givingWay;
    private final KeyedList<K, R> rows = new KeyedList<>(Row::key);
    private final Map<String, Long> sweepAt = new ConcurrentHashMap<>();
    private final Map<K, String> stale = new LinkedHashMap<>();
    private final List<Watcher<R>> watchers = new CopyOnWriteArrayList<>();
    private final TreeSet<End<K>> ends = new TreeSet<>();
    private final Map<K, End<K>> endOf = new HashMap<>();
    private long endings;
    private volatile List<R> snapshot = List.of();
    private boolean snapshotCurrent = true;
    private Time.@Nullable Timer timer;
    private long timerAt;

    /// @param limit the most rows
    /// @param givesWay rows that may be removed when the table is full: those of the first kind before those of the
    ///     next, of a kind the one first that has been of it for longest
    public Rows(String name, int limit, Time time, Faults faults, List<Predicate<R>> givesWay) {
        this.name = name;
        this.limit = limit;
        this.time = time;
        this.faults = faults;
        this.givingWay = new GivingWay<>(givesWay);
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
        var key = row.key();
        R before = null;
        List<R> evicted = List.of();
        boolean room;
        synchronized (rows) {
            if (rows.size() >= limit && rows.get(key) == null) {
                evicted = trim(limit - 1);
            }
            room = rows.size() < limit || rows.get(key) != null;
            if (room) {
                before = rows.put(row);
                snapshotCurrent = false;
            }
        }
        if (room) {
            givingWay.changed(key, row);
        }
        tellGone(evicted);
        if (!room) {
            return false;
        }
        adopted(key);
        if (before == null || before.validUntil() != row.validUntil()) {
            end(key, row);
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
        forget(key);
        if (before != null) {
            notifyWatchers(before, null);
        }
        return before;
    }

    @Override
    public List<R> rows() {
        synchronized (rows) {
            if (!snapshotCurrent) {
                snapshot = rows.stream().toList();
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

    /// The most rows from now on. Where there are more, those give way that may; the others stay, and nothing is added
    /// until there is room.
    public void limit(int most) {
        LoopThread.check();
        List<R> evicted;
        synchronized (rows) {
            limit = most;
            evicted = trim(most);
        }
        tellGone(evicted);
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

    /// Removes rows that may give way until there are so many; watchers hear of it when a new one has its place.
    private List<R> trim(int most) {
        var evicted = new ArrayList<R>();
        while (rows.size() > most) {
            var key = givingWay.first();
            if (key == null) {
                break;
            }
            givingWay.changed(key, null);
            evicted.add(Objects.requireNonNull(rows.remove(key)));
            snapshotCurrent = false;
        }
        return evicted;
    }

    private void tellGone(List<R> evicted) {
        for (R row : evicted) {
            forget(row.key());
            notifyWatchers(row, null);
        }
    }

    private void forget(K key) {
        givingWay.changed(key, null);
        adopted(key);
        unend(key);
    }

    private void adopted(K key) {
        if (!stale.isEmpty()) {
            stale.remove(key);
        }
    }

    /// Each row has one end at most, however often its time changes.
    private void end(K key, R row) {
        unend(key);
        if (row.validUntil() != Row.FOREVER) {
            var end = new End<>(row.validUntil(), endings++, key);
            ends.add(end);
            endOf.put(key, end);
            arm();
        }
    }

    private void unend(K key) {
        var end = endOf.isEmpty() ? null : endOf.remove(key);
        if (end != null) {
            ends.remove(end);
        }
    }

    private void notifyWatchers(@Nullable R before, @Nullable R after) {
        for (var watcher : watchers) {
            faults.guard(watcher, () -> watcher.changed(before, after));
        }
    }

    private void arm() {
        var next = ends.isEmpty() ? null : ends.first();
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
        while (!ends.isEmpty() && ends.first().at <= now) {
            var end = Objects.requireNonNull(ends.pollFirst());
            endOf.remove(end.key);
            due.add(end.key);
        }
        for (K key : due) {
            var row = get(key);
            if (row != null && row.validUntil() <= now) {
                remove(key);
            }
        }
        arm();
    }

    private record End<K>(long at, long order, K key) implements Comparable<End<K>> {
        @Override
        public int compareTo(End<K> other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }
}
