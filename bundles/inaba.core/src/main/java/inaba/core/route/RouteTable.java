package inaba.core.route;

import inaba.api.protocol.Node;
import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.core.slot.Faults;
import inaba.core.table.KeyedList;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One family's part of a routing table: its rows by prefix, what they were compiled to, and the FIB that workers use.
public final class RouteTable {
    private final String name;
    private final IpFamily family;
    private final KeyedList<Prefix, Site> sites = new KeyedList<>(Site::prefix);
    /// All prefixes in order while there are source-specific routes, else null.
    private @Nullable TreeSet<Prefix> ordered;
    /// What has to be compiled anew.
    private final Deque<Site> touched = new ArrayDeque<>();
    private long touchedAt;
    /// Rows among which hosts choose their router: few.
    private final List<RouteRow> learned = new ArrayList<>();
    private final List<Build> builds = new ArrayList<>();
    private Fib fib = PlainFib.of(List.of());
    private int routes;
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

    boolean isOf(RouteRow row) {
        return name.equals(row.table()) && family == IpFamily.of(row.destination());
    }

    Fib fib() {
        return fib;
    }

    /// How many prefixes the compiled routes have.
    int routes() {
        return routes;
    }

    Node.FibInfo info(String algorithmName) {
        return new Node.FibInfo(
                name, family, algorithmName, routes, fib.memory(), buildNanos, updateNanos, changeNanos);
    }

    void add(RouteRow row) {
        var prefix = row.destination();
        site(prefix).add(row);
        if (row.source().length() > 0 && sourceSpecific++ == 0) {
            ordered = inOrder();
        }
        if (Gateways.isLearned(row)) {
            learned.add(row);
        }
    }

    void remove(RouteRow row) {
        learned.remove(row);
        var site = sites.get(row.destination());
        if (site != null && site.remove(row) && row.source().length() > 0 && --sourceSpecific == 0) {
            ordered = null;
        }
    }

    /// The row has another owner or lifetime, and leads as before.
    void replace(RouteRow before, RouteRow after) {
        Objects.requireNonNull(sites.get(before.destination())).replace(before, after);
        learned.replaceAll(row -> row.equals(before) ? after : row);
    }

    List<RouteRow> at(Prefix prefix) {
        var site = sites.get(prefix);
        return site == null ? List.of() : site.rows();
    }

    List<RouteRow> learned() {
        return learned;
    }

    boolean hasSourceSpecific() {
        return sourceSpecific > 0;
    }

    /// The prefixes below one, which come right behind it in order.
    Collection<Prefix> covered(Prefix prefix) {
        var all = ordered == null ? inOrder() : ordered;
        return all.tailSet(prefix, false).stream().takeWhile(prefix::covers).toList();
    }

    List<Prefix> prefixesWhere(Predicate<RouteRow> which) {
        return sites.stream()
                .filter(site -> site.rows().stream().anyMatch(which))
                .map(Site::prefix)
                .toList();
    }

    private TreeSet<Prefix> inOrder() {
        return sites.stream().map(Site::prefix).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The prefix has to be compiled anew.
    void touch(Prefix prefix, long now) {
        if (touched.isEmpty()) {
            touchedAt = now;
        }
        var site = site(prefix);
        if (site.touch()) {
            touched.add(site);
        }
    }

    /// How many prefixes have to be compiled anew.
    int pending() {
        return touched.size();
    }

    /// When the first of those was touched that have to be compiled anew.
    long touchedAt() {
        return touchedAt;
    }

    /// Takes the next prefix that has to be compiled anew.
    Site nextTouched() {
        var site = touched.remove();
        site.untouch();
        return site;
    }

    /// Makes it if there is none.
    private Site site(Prefix prefix) {
        var site = sites.get(prefix);
        if (site == null) {
            site = new Site(prefix);
            sites.put(site);
            if (ordered != null) {
                ordered.add(prefix);
            }
        }
        return site;
    }

    /// What the rows of a prefix were compiled to.
    ///
    /// @param value [Fib#NONE] for nowhere
    /// @return what the FIB has to learn of it
    Fib.Change leadsTo(Site site, int value) {
        routes += (value == Fib.NONE ? 0 : 1) - (site.value() == Fib.NONE ? 0 : 1);
        site.leadsTo(value);
        forgetIfEmpty(site);
        var change = new Fib.Change(FibKey.of(family, site.prefix()), value);
        builds.forEach(build -> build.missed.add(change));
        return change;
    }

    void forgetIfEmpty(Site site) {
        if (site.isEmpty()) {
            sites.remove(site.prefix());
            if (ordered != null) {
                ordered.remove(site.prefix());
            }
        }
    }

    /// Lets the FIB learn some changes.
    ///
    /// @return false when the algorithm threw and the engine's own table serves instead
    boolean apply(List<Fib.Change> changes, Faults faults) {
        long begin = System.nanoTime();
        try {
            fib = fib.apply(changes);
            return true;
        } catch (RuntimeException | Error thrown) {
            faults.caught(fib, thrown);
            usePlain();
            return false;
        } finally {
            updateNanos = System.nanoTime() - begin;
        }
    }

    /// Workers see the last changes so long after the first of them was made.
    void seenAfter(long nanos) {
        changeNanos = nanos;
    }

    void usePlain() {
        long begin = System.nanoTime();
        fib = PlainFib.of(entries(sites.stream()));
        buildNanos = System.nanoTime() - begin;
    }

    void rebuild(Fib.Algorithm with) {
        var build = beginBuild();
        build.run(with);
        build.install();
        build.end();
    }

    /// Begins a FIB beside the running one; until [Build#end] what changes is kept for it.
    Build beginBuild() {
        var build = new Build();
        builds.add(build);
        return build;
    }

    /// Off the loop some may be of before a change and some of behind it.
    private List<Fib.Entry> entries(Stream<Site> of) {
        var entries = new ArrayList<Fib.Entry>();
        of.forEach(site -> {
            int value = site.value();
            if (value != Fib.NONE) {
                entries.add(new Fib.Entry(FibKey.of(family, site.prefix()), value));
            }
        });
        return entries;
    }

    /// A FIB that is being built beside the running one.
    final class Build {
        /// All changes since it began, of which it may know some.
        private final List<Fib.Change> missed = new ArrayList<>();
        private final Stream<Site> since = sites.stream();
        private @Nullable Fib built;
        private long nanos;

        /// Off the loop.
        ///
        /// @param next null for the engine's own table
        void run(Fib.@Nullable Algorithm next) {
            long begin = System.nanoTime();
            var entries = entries(since);
            built = next == null ? PlainFib.of(entries) : Objects.requireNonNull(next.build(entries));
            nanos = System.nanoTime() - begin;
        }

        Key key() {
            return RouteTable.this.key();
        }

        /// What was built, which nobody may change while it is compared with the running one.
        Fib built() {
            return Objects.requireNonNull(built);
        }

        long nanos() {
            return nanos;
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
