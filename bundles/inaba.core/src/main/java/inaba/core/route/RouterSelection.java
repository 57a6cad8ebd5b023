package inaba.core.route;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.route.AdvertisedPrefix;
import inaba.api.route.RouteRow;
import inaba.api.route.Spread;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.core.neighbor.Adjacencies;
import inaba.core.path.GatewayDst;
import inaba.core.slot.Faults;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Next-hop determination of a host among routers that advertisements made known, RFC 4191 §3.2 and RFC 8028 §3.2, with
/// the Destination Cache of RFC 4861 §5.1. On the control loop: the node's own packets come this way.
///
/// Longest prefix first, then preference, but a router that is silent only where no other is left; routers that
/// advertised the source's prefix go before all that did not. Equal ones share the destinations (RFC 4311), and a
/// destination stays with its router while that is among the best. Where a router is silent, the routes that a person
/// or a routing protocol made are ways too.
final class RouterSelection {
    private static final Comparator<RouteRow> BEST_FIRST = Comparator.comparingInt(
                    (RouteRow row) -> -row.destination().length())
            .thenComparingInt(RouteRow::metric)
            .thenComparing(RouteRow::preference, Comparator.reverseOrder());

    private final Gateways gateways;
    private final LinkMtus mtus;
    private final Table<AdvertisedPrefix.Key, AdvertisedPrefix> prefixes;
    private final Adjacencies adjacencies;
    private final Faults faults;
    private final Time time;
    private final Map<Key, Decision> decisions = bounded();
    private final Map<Destination, NeighborKey> last = bounded();
    private final Map<NeighborKey, Long> probed = bounded();
    private SelectionLimits limits = SelectionLimits.STANDARD;
    private @Nullable Spread spread;

    RouterSelection(
            Gateways gateways,
            LinkMtus mtus,
            Table<AdvertisedPrefix.Key, AdvertisedPrefix> prefixes,
            Adjacencies adjacencies,
            Faults faults,
            Time time) {
        this.gateways = gateways;
        this.mtus = mtus;
        this.prefixes = prefixes;
        this.adjacencies = adjacencies;
        this.faults = faults;
        this.time = time;
        prefixes.watch((_, _) -> forget());
    }

    /// Lets another share the destinations from now on.
    void use(@Nullable Spread next) {
        spread = next;
        last.clear();
        forget();
    }

    void limits(SelectionLimits now) {
        if (!now.equals(limits)) {
            limits = now;
            last.clear();
            forget();
        }
    }

    /// RFC 4191 §3.3: what is decided anew where routes or routers have changed.
    void forget() {
        if (!decisions.isEmpty()) { // clearing costs by capacity, and routes come by the hundred thousand
            decisions.clear();
        }
    }

    /// @param link the one to leave by, or 0
    /// @return null where no router is known on such a link
    @Nullable
    RoutedHop choose(RouteTable table, Ipv6Address destination, Ipv6Address source, int link) {
        var decision = decide(table, destination, source, link);
        return decision == null ? null : decision.hop;
    }

    /// As [#choose], for a packet that is sent: better routers that are silent are asked whether they are back.
    @Nullable
    RoutedHop send(RouteTable table, Ipv6Address destination, Ipv6Address source, int link) {
        var decision = decide(table, destination, source, link);
        if (decision == null) {
            return null;
        }
        last.put(new Destination(table.name(), destination, link), decision.router);
        decision.silent.forEach(this::probe);
        return decision.hop;
    }

    /// RFC 4191 §3.5: a single solicitation, no more than one in a minute.
    private void probe(NeighborKey router) {
        long now = time.nanos();
        Long before = probed.get(router);
        NeighborResolver resolver = adjacencies.resolver(IpFamily.IPV6);
        if (resolver != null
                && (before == null || now - before >= limits.betweenProbes().toNanos())) {
            probed.put(router, now);
            faults.guard(resolver, () -> resolver.probe(router));
        }
    }

    private @Nullable Decision decide(RouteTable table, Ipv6Address destination, Ipv6Address source, int link) {
        var key = new Key(table.name(), destination, source, link);
        var known = decisions.get(key);
        if (known == null) {
            known = determine(table, key);
            if (known != null) {
                decisions.put(key, known);
            }
        }
        return known;
    }

    private @Nullable Decision determine(RouteTable table, Key key) {
        List<RouteRow> rows = table.learned().stream()
                .filter(row -> row.destination().contains(key.destination))
                .filter(row -> mtus.runs(link(row)) && (key.link == 0 || key.link == link(row)))
                .sorted(BEST_FIRST)
                .toList();
        if (rows.isEmpty()) {
            return null;
        }
        if (!rows.stream().map(RouterSelection::router).allMatch(gateways::answers)) {
            rows = withFixed(rows, table, key);
        }
        return determine(key, rows);
    }

    private Decision determine(Key key, List<RouteRow> rows) {
        var fitting = rows.stream().filter(row -> advertised(row, key.source)).toList();
        var first = fitting.isEmpty() ? rows : fitting;
        var best = firstThatAnswers(first);
        if (best == null) {
            best = firstThatAnswers(rows);
        }
        var chosen = best == null ? first.getFirst() : best;
        var router = pick(key, equals(best == null || first.contains(chosen) ? first : rows, chosen));
        return new Decision(router, hop(rows, router), silent(first, chosen, router));
    }

    /// With what else leads to the destination through gateways of its own, such as a default route that a person
    /// made: a reachable router behind a shorter prefix goes before a silent one behind a longer (RFC 4191 §3.2).
    private List<RouteRow> withFixed(List<RouteRow> learned, RouteTable table, Key key) {
        var all = new ArrayList<>(learned);
        for (int length = learned.getFirst().destination().length(); length >= 0; length--) {
            table.at(Prefix.of(key.destination, length)).stream()
                    .filter(row -> row.kind() == RouteRow.Kind.UNICAST
                            && !Gateways.isLearned(row)
                            && row.source().contains(key.source))
                    .flatMap(RouterSelection::hopByHop)
                    .filter(row -> mtus.runs(link(row)) && (key.link == 0 || key.link == link(row)))
                    .forEach(all::add);
        }
        all.sort(BEST_FIRST);
        return all;
    }

    /// A row for each next hop through a gateway.
    private static Stream<RouteRow> hopByHop(RouteRow row) {
        return row.nextHops().stream().filter(hop -> hop.via() != null).map(hop -> row.withNextHops(List.of(hop)));
    }

    private @Nullable RouteRow firstThatAnswers(List<RouteRow> rows) {
        return rows.stream()
                .filter(row -> gateways.answers(router(row)))
                .findFirst()
                .orElse(null);
    }

    /// The routers as good as the best one.
    private List<NeighborKey> equals(List<RouteRow> rows, RouteRow best) {
        boolean answers = gateways.answers(router(best));
        return rows.stream()
                .filter(row -> BEST_FIRST.compare(row, best) == 0)
                .map(RouterSelection::router)
                .filter(router -> gateways.answers(router) == answers)
                .toList();
    }

    private NeighborKey pick(Key key, List<NeighborKey> routers) {
        var before = last.get(new Destination(key.table, key.destination, key.link));
        if (before != null && routers.contains(before)) {
            return before;
        }
        var ready = routers.stream()
                .filter(router -> !gateways.isBeingResolved(router))
                .toList();
        return share(key, ready.isEmpty() ? routers : ready);
    }

    private NeighborKey share(Key key, List<NeighborKey> routers) {
        var present = spread;
        var picked = new ArrayList<NeighborKey>(1);
        if (routers.size() > 1 && present != null) {
            faults.guard(present, () -> picked.add(present.choose(key.destination, key.source, routers)));
        }
        return picked.isEmpty() || !routers.contains(picked.getFirst()) ? routers.getFirst() : picked.getFirst();
    }

    /// Routers that would have been chosen but for their silence; where none answers, all but the chosen one.
    private Set<NeighborKey> silent(List<RouteRow> rows, RouteRow chosen, NeighborKey router) {
        boolean all = !gateways.answers(router(chosen));
        var silent = new LinkedHashSet<NeighborKey>();
        for (var row : rows) {
            var other = router(row);
            if (!all && row == chosen) {
                break;
            }
            if (!other.equals(router) && !gateways.answers(other)) {
                silent.add(other);
            }
        }
        return silent;
    }

    /// RFC 8028 §3.1: whatever the flags of the prefix say.
    private boolean advertised(RouteRow row, Ipv6Address source) {
        return !source.isUnspecified() && advertised(router(row), source);
    }

    /// True if the router advertised a prefix of the address.
    boolean advertised(NeighborKey router, Ipv6Address address) {
        return prefixes.rows().stream()
                .anyMatch(row -> row.link() == router.link()
                        && row.router().equals(router.address())
                        && row.prefix().contains(address));
    }

    private RoutedHop hop(List<RouteRow> rows, NeighborKey router) {
        var row =
                rows.stream().filter(r -> router(r).equals(router)).findFirst().orElseThrow();
        int mtu = mtus.of(router.link());
        int most = row.mtu() == 0 ? mtu : Math.min(mtu, row.mtu());
        var dst = new GatewayDst(router, most, adjacencies);
        return new RoutedHop(row, new Hop(router.link(), router.address(), dst));
    }

    private static int link(RouteRow row) {
        return row.nextHops().getFirst().link();
    }

    private static NeighborKey router(RouteRow row) {
        var hop = row.nextHops().getFirst();
        return new NeighborKey(hop.link(), Objects.requireNonNull(hop.via()));
    }

    private <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limits.destinations();
            }
        };
    }

    private record Key(String table, Ipv6Address destination, Ipv6Address source, int link) {}

    private record Destination(String table, Ipv6Address destination, int link) {}

    /// @param silent better routers that do not answer
    private record Decision(NeighborKey router, RoutedHop hop, Set<NeighborKey> silent) {}
}
