package inaba.core.route;

import inaba.api.protocol.Node;
import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One family's part of a routing table: its rows by prefix, what they were compiled to, and the FIB that workers use.
public final class RouteTable {
    private static final int MANY = 1024;
    private static final int MANY_SHARE = 64;

    private final String name;
    private final IpFamily family;
    private final TreeMap<Prefix, List<RouteRow>> rows = new TreeMap<>();
    private final Map<Prefix, Integer> values = new HashMap<>();
    private final Map<Prefix, RouteEntry> entries = new HashMap<>();
    /// Rows among which hosts choose their router: few.
    private final List<RouteRow> learned = new ArrayList<>();
    private final List<Build> builds = new ArrayList<>();
    private Fib fib = PlainFib.of(List.of());
    private int sourceSpecific;
    private long buildNanos;
    private long updateNanos;
    private long changeNanos;

    RouteTable(String name, IpFamily family, Fib.@Nullable Algorithm algorithm) {
        this.name = name;
        this.family = family;
        if (algorithm != null) {
            rebuild(algorithm);
        }
    }

    /// A table's name and the family: what makes a root.
    public record Key(String name, IpFamily family) {
        static Key of(RouteRow row) {
            return new Key(row.table(), IpFamily.of(row.destination()));
        }
    }

    String name() {
        return name;
    }

    Key key() {
        return new Key(name, family);
    }

    Fib.Change change(Prefix prefix, int value) {
        return new Fib.Change(FibKey.of(family, prefix), value);
    }

    Fib fib() {
        return fib;
    }

    Node.FibInfo info(String algorithmName) {
        return new Node.FibInfo(
                name, family, algorithmName, values.size(), fib.memory(), buildNanos, updateNanos, changeNanos);
    }

    /// Workers see the last changes so long after the first of them was made.
    void seenAfter(long nanos) {
        changeNanos = nanos;
    }

    void add(RouteRow row) {
        rows.computeIfAbsent(row.destination(), _ -> new ArrayList<>(1)).add(row);
        sourceSpecific += row.source().length() > 0 ? 1 : 0;
        if (Gateways.isLearned(row)) {
            learned.add(row);
        }
    }

    void remove(RouteRow row) {
        learned.remove(row);
        var list = rows.get(row.destination());
        if (list != null && list.remove(row)) {
            sourceSpecific -= row.source().length() > 0 ? 1 : 0;
            if (list.isEmpty()) {
                rows.remove(row.destination());
            }
        }
    }

    /// The row has another owner or lifetime, and leads as before.
    void replace(RouteRow before, RouteRow after) {
        Objects.requireNonNull(rows.get(before.destination())).replaceAll(row -> row.equals(before) ? after : row);
        learned.replaceAll(row -> row.equals(before) ? after : row);
    }

    List<RouteRow> at(Prefix prefix) {
        return rows.getOrDefault(prefix, List.of());
    }

    List<RouteRow> learned() {
        return learned;
    }

    boolean hasSourceSpecific() {
        return sourceSpecific > 0;
    }

    /// The prefixes and those that they cover: what source-specific routes are passed down to.
    Set<Prefix> withCovered(Set<Prefix> prefixes) {
        var all = new LinkedHashSet<>(prefixes);
        prefixes.forEach(prefix -> all.addAll(covered(prefix)));
        return all;
    }

    /// The prefixes below one, which come right behind it in order.
    List<Prefix> covered(Prefix prefix) {
        return rows.tailMap(prefix, false).keySet().stream()
                .takeWhile(prefix::covers)
                .toList();
    }

    List<Prefix> prefixesWhere(Predicate<RouteRow> which) {
        return rows.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(which))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Nullable
    Integer value(Prefix prefix) {
        return values.get(prefix);
    }

    @Nullable
    RouteEntry entry(Prefix prefix) {
        return entries.get(prefix);
    }

    void remember(Prefix prefix, int value, RouteEntry entry) {
        values.put(prefix, value);
        entries.put(prefix, entry);
    }

    void forget(Prefix prefix) {
        values.remove(prefix);
        entries.remove(prefix);
    }

    /// Many changes at once are made by building anew, the cost of which does not grow with them.
    ///
    /// @param algorithm null while the engine's own table serves
    /// @return false when the algorithm threw and the engine's own table serves instead
    boolean apply(List<Fib.Change> changes, Fib.@Nullable Algorithm algorithm, Faults faults) {
        builds.forEach(build -> build.missed.addAll(changes));
        long begin = System.nanoTime();
        try {
            boolean many = changes.size() >= MANY && changes.size() >= values.size() / MANY_SHARE;
            fib = algorithm != null && many ? algorithm.build(entries()) : fib.apply(changes);
            return true;
        } catch (RuntimeException | Error thrown) {
            faults.caught(fib, thrown);
            usePlain();
            return false;
        } finally {
            updateNanos = System.nanoTime() - begin;
        }
    }

    void usePlain() {
        long begin = System.nanoTime();
        fib = PlainFib.of(entries());
        buildNanos = System.nanoTime() - begin;
    }

    void rebuild(Fib.Algorithm with) {
        var build = beginBuild();
        build.run(with);
        build.install();
        build.end();
    }

    /// Takes a snapshot for building; until [Build#end] what changes is kept for it.
    Build beginBuild() {
        var build = new Build(entries());
        builds.add(build);
        return build;
    }

    private List<Fib.Entry> entries() {
        return values.entrySet().stream()
                .map(e -> new Fib.Entry(FibKey.of(family, e.getKey()), e.getValue()))
                .toList();
    }

    /// A FIB that is being built beside the running one.
    final class Build {
        private final List<Fib.Entry> snapshot;
        private final List<Fib.Change> missed = new ArrayList<>();
        private @Nullable Fib built;
        private long nanos;

        Build(List<Fib.Entry> snapshot) {
            this.snapshot = snapshot;
        }

        /// Off the loop.
        void run(Fib.Algorithm next) {
            long begin = System.nanoTime();
            built = Objects.requireNonNull(next.build(snapshot));
            nanos = System.nanoTime() - begin;
        }

        Key key() {
            return RouteTable.this.key();
        }

        /// What was built, which nobody may change while it is compared with the running one.
        Fib built() {
            return Objects.requireNonNull(built);
        }

        boolean isOf(RouteTable table) {
            return table == RouteTable.this;
        }

        void catchUp() {
            if (!missed.isEmpty()) {
                built = Objects.requireNonNull(built).apply(missed);
            }
        }

        void install() {
            fib = Objects.requireNonNull(built);
            buildNanos = nanos;
        }

        void end() {
            builds.remove(this);
        }
    }
}
