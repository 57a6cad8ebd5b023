package inaba.core.route;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.route.AdvertisedPrefix;
import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.api.route.Spread;
import inaba.api.table.Table;
import inaba.core.loop.EngineLoop;
import inaba.core.neighbor.Adjacencies;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps what workers look up in step with the routes. On the control loop, but for building with a new algorithm.
public final class Routing {
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(30);
    private static final Fib EMPTY = PlainFib.of(List.of());

    private final EngineLoop loop;
    private final Gateways gateways;
    private final Compiler compiler;
    private final RouterSelection selection;
    private final Adjacencies adjacencies;
    private final Consumer<Runnable> unused;
    private final Faults faults;
    private final Executor builder;
    private final Runnable changed;
    private final NextHops nextHops = new NextHops();
    private final Map<RouteTable.Key, RouteTable> tables = new LinkedHashMap<>();
    private final RouteUpdates updates;
    /// The table that was asked for last: the rows of many changes are of one.
    private @Nullable RouteTable last;
    private boolean probing;

    /// @param builder runs long work off the loop
    /// @param unused publishes the plan that is due, and runs the task once no worker uses an older one
    /// @param changed called after FIBs changed: a new plan is due
    public Routing(
            EngineLoop loop,
            Table<?, RouteRow> routes,
            Table<Integer, LinkRow> links,
            LinkMtus mtus,
            Table<NeighborKey, NeighborRow> neighbors,
            Table<AdvertisedPrefix.Key, AdvertisedPrefix> prefixes,
            Adjacencies adjacencies,
            Consumer<Runnable> unused,
            Faults faults,
            Executor builder,
            Runnable changed) {
        this.loop = loop;
        this.gateways = new Gateways(neighbors);
        this.compiler = new Compiler(links, mtus, gateways, adjacencies);
        this.selection = new RouterSelection(gateways, mtus, prefixes, adjacencies, faults, loop.time());
        this.adjacencies = adjacencies;
        this.unused = unused;
        this.faults = faults;
        this.builder = builder;
        this.changed = changed;
        this.updates = new RouteUpdates(loop, compiler, nextHops, unused, faults, builder, changed);
        table(new RouteTable.Key(RouteRow.MAIN, IpFamily.IPV6));
        routes.watch(this::route);
        links.watch(this::link);
        mtus.watch(this::touchLink);
        neighbors.watch(this::neighbor);
    }

    /// What bounds the choice among routers from now on.
    public void limits(SelectionLimits now) {
        selection.limits(now);
    }

    public NextHops nextHops() {
        return nextHops;
    }

    /// The FIB of a table, empty where no route of the family names the table. See [FibKey].
    public Fib fib(String table, IpFamily family) {
        var root = tables.get(new RouteTable.Key(table, family));
        return root == null ? EMPTY : root.fib();
    }

    public List<Node.FibInfo> info() {
        var algorithm = updates.algorithm();
        String name = algorithm == null ? "(core)" : algorithm.name();
        return tables.values().stream().map(t -> t.info(name)).toList();
    }

    /// Lets another algorithm serve: it builds off the loop, catches up with what changed meanwhile, and is seen at
    /// once.
    ///
    /// @param next null = the engine's own table, at once
    /// @param done told on the loop, once the old one is no longer in use; with what went wrong, or null
    public void use(Fib.@Nullable Algorithm next, Consumer<@Nullable Throwable> done) {
        if (next == null) {
            updates.algorithm(null);
            tables.values().forEach(RouteTable::usePlain);
            changed.run();
            unused.accept(() -> done.accept(null));
            return;
        }
        var builds = tables.values().stream().map(RouteTable::beginBuild).toList();
        builder.execute(() -> {
            var failure = build(next, builds);
            loop.post(() -> finish(next, builds, failure, done));
        });
    }

    /// Builds with an algorithm without letting it serve, for comparison. Off the loop.
    ///
    /// @return a FIB for each root, of the routes as they are now
    public Map<RouteTable.Key, Fib> prepare(Fib.Algorithm candidate) {
        var builds = loop.call(() -> {
            flush();
            return tables.values().stream().map(RouteTable::beginBuild).toList();
        });
        try {
            builds.forEach(build -> build.run(candidate));
            return builds.stream().collect(Collectors.toMap(RouteTable.Build::key, RouteTable.Build::built));
        } finally {
            loop.call(() -> {
                builds.forEach(RouteTable.Build::end);
                return builds;
            });
        }
    }

    /// Applies pending changes now, unless there are many.
    public void flush() {
        updates.flush();
    }

    /// Runs the task once workers see the routes as they are now, however many came at once.
    public void whenSeen(Runnable task) {
        updates.whenSeen(task);
    }

    private static @Nullable Throwable build(Fib.Algorithm next, List<RouteTable.Build> builds) {
        try {
            for (var build : builds) {
                build.run(next);
            }
            return null;
        } catch (RuntimeException | Error thrown) {
            return thrown;
        }
    }

    private void finish(
            Fib.Algorithm next,
            List<RouteTable.Build> builds,
            @Nullable Throwable failure,
            Consumer<@Nullable Throwable> done) {
        flush();
        Throwable why = failure;
        if (why == null) {
            why = complete(builds);
        }
        builds.forEach(RouteTable.Build::end);
        if (why != null) {
            faults.caught(next, why);
            done.accept(why);
            return;
        }
        updates.algorithm(next);
        tables.values().stream()
                .filter(t -> builds.stream().noneMatch(b -> b.isOf(t)))
                .forEach(t -> t.rebuild(next));
        changed.run();
        unused.accept(() -> done.accept(null));
    }

    private static @Nullable Throwable complete(List<RouteTable.Build> builds) {
        try {
            builds.forEach(RouteTable.Build::catchUp);
            builds.forEach(RouteTable.Build::install);
            return null;
        } catch (RuntimeException | Error thrown) {
            return thrown;
        }
    }

    private RouteTable table(RouteTable.Key key) {
        return tables.computeIfAbsent(key, k -> new RouteTable(k.name(), k.family(), updates.algorithm()));
    }

    private RouteTable table(RouteRow row) {
        var same = last;
        if (same == null || !same.isOf(row)) {
            same = table(RouteTable.Key.of(row));
            last = same;
        }
        return same;
    }

    /// The way to a destination behind routers that the node learned of, for a packet of its own.
    ///
    /// @param sent whether a packet goes there, so that better routers are asked whether they are back
    @Nullable
    RoutedHop choose(String table, Ipv6Address destination, Ipv6Address source, int link, boolean sent) {
        var root = table(new RouteTable.Key(table, IpFamily.of(destination)));
        return sent
                ? selection.send(root, destination, source, link)
                : selection.choose(root, destination, source, link);
    }

    /// The row as it is now: what was compiled, or decided, of it may have an older lifetime.
    RouteRow current(RouteRow row) {
        return table(RouteTable.Key.of(row)).at(row.destination()).stream()
                .filter(row::leadsAs)
                .findFirst()
                .orElse(row);
    }

    /// True if the router advertised a prefix of the address (RFC 6724 §5 rule 5.5).
    boolean advertised(NeighborKey router, Ipv6Address address) {
        return selection.advertised(router, address);
    }

    /// Lets another share destinations among equal routers.
    public void use(@Nullable Spread next) {
        selection.use(next);
    }

    private void route(@Nullable RouteRow before, @Nullable RouteRow after) {
        if (before != null && after != null && before.leadsAs(after) && gateways.answer(after)) {
            // as each advertisement renews it: nothing to compile, and no decision to take anew
            table(before).replace(before, after);
            return;
        }
        if (before != null) {
            table(before).remove(before);
            gateways.removed(before);
            touch(before);
        }
        if (after != null) {
            table(after).add(after);
            gateways.added(after);
            touch(after);
        }
    }

    private void touch(RouteRow row) {
        var table = table(row);
        touch(table, row.destination());
        if (row.source().length() > 0 && !table.hasSourceSpecific()) {
            touchCovered(table, row.destination()); // the last one has just gone
        }
    }

    private void link(@Nullable LinkRow before, @Nullable LinkRow after) {
        boolean same = before != null
                && after != null
                && before.up() == after.up()
                && before.runs() == after.runs()
                && before.mtu() == after.mtu();
        int index = after != null ? after.index() : before != null ? before.index() : 0;
        if (!same) {
            touchLink(index);
        }
    }

    private void touchLink(int index) {
        touchWhere(row -> row.nextHops().stream().anyMatch(hop -> hop.link() == index));
    }

    private void neighbor(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        if (after != null && gateways.changed(after)) {
            touchWhere(row -> row.nextHops().stream()
                    .anyMatch(
                            hop -> hop.link() == after.link() && after.address().equals(hop.via())));
            probeLater();
        }
        var any = after == null ? before : after;
        boolean same = before != null
                && after != null
                && before.state().resolved() == after.state().resolved();
        if (!same && any != null && gateways.names(any.key())) {
            selection.forget();
        }
    }

    private void touchWhere(Predicate<RouteRow> which) {
        for (var table : tables.values()) {
            for (var prefix : table.prefixesWhere(which)) {
                touch(table, prefix);
            }
        }
    }

    /// Gateways of routes that a person or a routing protocol made are asked by themselves whether they are back; those
    /// that advertised themselves only while packets would go there (RFC 4191 §3.5).
    private void probeLater() {
        if (!probing && !gateways.silentAndFixed().isEmpty()) {
            probing = true;
            loop.time().after(BETWEEN_PROBES, this::probe);
        }
    }

    private void probe() {
        probing = false;
        for (var gateway : gateways.silentAndFixed()) {
            var resolver = adjacencies.resolver(IpFamily.of(gateway.address()));
            if (resolver != null) {
                faults.guard(resolver, () -> resolver.probe(gateway));
            }
        }
        probeLater();
    }

    /// Where there are source-specific routes, each route reaches down into the prefixes that its own covers.
    private void touch(RouteTable table, Prefix prefix) {
        selection.forget();
        updates.touch(table, prefix);
        if (table.hasSourceSpecific()) {
            touchCovered(table, prefix);
        }
    }

    private void touchCovered(RouteTable table, Prefix prefix) {
        table.covered(prefix).forEach(covered -> updates.touch(table, covered));
    }
}
