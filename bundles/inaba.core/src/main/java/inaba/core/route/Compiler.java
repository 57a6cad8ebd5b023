package inaba.core.route;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.core.neighbor.Adjacencies;
import inaba.core.path.LinkDst;
import inaba.core.path.NeighborDst;
import inaba.core.path.OutletDst;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a prefix into what a worker needs: the best rows for each source, their hops, and the way to each.
final class Compiler {
    private static final int MOST_SLOTS = 256;

    private final Table<Integer, LinkRow> links;
    private final LinkMtus mtus;
    private final Adjacencies adjacencies;
    private final Gateways gateways;

    Compiler(Table<Integer, LinkRow> links, LinkMtus mtus, Gateways gateways, Adjacencies adjacencies) {
        this.links = links;
        this.mtus = mtus;
        this.gateways = gateways;
        this.adjacencies = adjacencies;
    }

    /// The destination decides first, then the source: choices of covering prefixes are added until one is for any
    /// source.
    ///
    /// @return null when no row can be used
    @Nullable
    RouteEntry compile(RouteTable table, Site site) {
        var prefix = site.prefix();
        var rows = site.rows();
        if (rows.isEmpty()) {
            return null;
        }
        if (rows.size() == 1 && rows.getFirst().source().length() == 0) {
            return compile(rows.getFirst());
        }
        var bySource = new LinkedHashMap<Prefix, RouteEntry.Choice>();
        choose(rows, bySource);
        if (table.hasSourceSpecific()) {
            for (int length = prefix.length() - 1; length >= 0 && !bySource.containsKey(Prefix.ALL); length--) {
                choose(table.at(Prefix.of(prefix.address(), length)), bySource);
            }
        }
        var choices = bySource.values().stream()
                .sorted(Comparator.comparingInt(
                        (RouteEntry.Choice c) -> -c.source().length()))
                .toArray(RouteEntry.Choice[]::new);
        return choices.length == 0 ? null : new RouteEntry(choices);
    }

    /// Of the only row of a prefix, as most are.
    private @Nullable RouteEntry compile(RouteRow row) {
        if (row.kind() == RouteRow.Kind.UNICAST && row.nextHops().size() == 1) {
            var next = row.nextHops().getFirst();
            return linkUp(row, next) ? entry(row, new Group(List.of(hop(row, next)))) : null;
        }
        return usable(row)
                ? entry(row, row.kind() == RouteRow.Kind.UNICAST ? new Group(slots(List.of(row))) : null)
                : null;
    }

    private static RouteEntry entry(RouteRow row, @Nullable Group group) {
        return new RouteEntry(new RouteEntry.Choice[] {new RouteEntry.Choice(row.source(), row, group)});
    }

    /// The entry is no longer in use.
    void release(RouteEntry entry) {
        for (var choice : entry.choices()) {
            if (choice.group() == null) {
                continue;
            }
            var hops = choice.group().hops();
            for (var hop : hops.size() == 1 ? hops : new LinkedHashSet<>(hops)) {
                if (hop.dst() instanceof NeighborDst gateway) {
                    adjacencies.release(gateway.adjacency());
                }
            }
        }
    }

    /// Adds the best choice for each source that has none yet.
    private void choose(List<RouteRow> rows, Map<Prefix, RouteEntry.Choice> bySource) {
        rows.stream()
                .map(RouteRow::source)
                .distinct()
                .filter(s -> !bySource.containsKey(s))
                .forEach(source -> {
                    var choice = choose(
                            source,
                            rows.stream().filter(r -> r.source().equals(source)).toList());
                    if (choice != null) {
                        bySource.put(source, choice);
                    }
                });
    }

    private RouteEntry.@Nullable Choice choose(Prefix source, List<RouteRow> rows) {
        var usable = rows.stream().filter(this::usable).toList();
        if (usable.isEmpty()) {
            return null;
        }
        var order = Comparator.comparingInt(RouteRow::metric)
                .thenComparing(row -> !reachable(row))
                .thenComparing(row -> -row.preference().ordinal());
        var best = usable.stream().min(order).orElseThrow();
        if (best.kind() != RouteRow.Kind.UNICAST) {
            return new RouteEntry.Choice(source, best, null);
        }
        var equal = usable.stream()
                .filter(row -> row.kind() == RouteRow.Kind.UNICAST && order.compare(row, best) == 0)
                .toList();
        return new RouteEntry.Choice(source, best, new Group(slots(equal)));
    }

    /// Each hop as often as it weighs against the others; silent gateways only where all are.
    private List<Hop> slots(List<RouteRow> rows) {
        boolean anyAnswers = rows.stream().anyMatch(this::reachable);
        var weights = new LinkedHashMap<Hop, Integer>();
        for (var row : rows) {
            for (var next : row.nextHops()) {
                if (linkUp(row, next) && (!anyAnswers || answers(next))) {
                    add(weights, hop(row, next), next.weight());
                }
            }
        }
        int total = weights.values().stream().mapToInt(Integer::intValue).sum();
        int divisor = weights.values().stream().reduce(0, Compiler::gcd);
        boolean fine = total / divisor <= MOST_SLOTS;
        var slots = new ArrayList<Hop>();
        weights.forEach((hop, weight) -> {
            int n = fine ? weight / divisor : Math.max(1, weight * MOST_SLOTS / total);
            for (int i = 0; i < n; i++) {
                slots.add(hop);
            }
        });
        return slots;
    }

    /// A hop that a row names twice weighs more, and refers to its gateway once.
    private void add(Map<Hop, Integer> weights, Hop hop, int weight) {
        if (weights.containsKey(hop) && hop.dst() instanceof NeighborDst gateway) {
            adjacencies.release(gateway.adjacency());
        }
        weights.merge(hop, weight, Integer::sum);
    }

    private Hop hop(RouteRow row, NextHop next) {
        int linkMtu = mtus.of(next.link());
        int mtu = row.mtu() == 0 ? linkMtu : Math.min(linkMtu, row.mtu());
        var via = next.via();
        var link = links.get(next.link());
        if (link != null && link.pointToPoint()) {
            return new Hop(next.link(), via, new OutletDst(next.link(), mtu), row);
        }
        if (via == null) {
            return new Hop(next.link(), null, new LinkDst(next.link(), mtu, adjacencies), row);
        }
        var key = new NeighborKey(next.link(), via);
        return new Hop(next.link(), via, new NeighborDst(adjacencies.refer(key), mtu), row);
    }

    private boolean usable(RouteRow row) {
        return row.kind() != RouteRow.Kind.UNICAST || row.nextHops().stream().anyMatch(hop -> linkUp(row, hop));
    }

    /// A link on which IPv6 is disabled still carries IPv4.
    private boolean linkUp(RouteRow row, NextHop hop) {
        var link = links.get(hop.link());
        return link != null && (IpFamily.of(row.destination()) == IpFamily.IPV6 ? link.runs() : link.up());
    }

    private boolean reachable(RouteRow row) {
        return row.kind() != RouteRow.Kind.UNICAST
                || row.nextHops().stream().anyMatch(hop -> linkUp(row, hop) && answers(hop));
    }

    /// RFC 4861 §6.3.6: a router is reachable, or probably so, unless it was found silent.
    private boolean answers(NextHop hop) {
        return hop.via() == null || gateways.answers(new NeighborKey(hop.link(), hop.via()));
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
