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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns the rows of a prefix into what a worker needs: the best rows for each source, their hops, and the way to each.
final class Compiler {
    private static final int MOST_SLOTS = 256;
    /// The entry of the longest source prefix is made last, and comes first.
    private static final Comparator<Prefix> LONGEST_LAST =
            Comparator.comparingInt(Prefix::length).thenComparing(Comparator.naturalOrder());

    private final Table<Integer, LinkRow> links;
    private final LinkMtus mtus;
    private final Adjacencies adjacencies;
    private final Gateways gateways;
    private final SharedGroups groups;
    /// What was compiled last, for the only row of a prefix, while nothing else can have changed since.
    private @Nullable RouteEntry last;

    Compiler(Table<Integer, LinkRow> links, LinkMtus mtus, Gateways gateways, Adjacencies adjacencies) {
        this.links = links;
        this.mtus = mtus;
        this.gateways = gateways;
        this.groups = new SharedGroups(adjacencies);
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
            return compile(rows);
        }
        var bySource = new TreeMap<Prefix, List<RouteRow>>(LONGEST_LAST);
        choose(rows, bySource);
        if (table.hasSourceSpecific()) {
            for (int length = prefix.length() - 1; length >= 0 && !bySource.containsKey(Prefix.ALL); length--) {
                choose(table.at(Prefix.of(prefix.address(), length)), bySource);
            }
        }
        RouteEntry entry = null;
        for (var equal : bySource.values()) {
            entry = entry(equal, entry);
        }
        return entry;
    }

    /// Of the only row of a prefix, as most are; it often leads where the one before does.
    private @Nullable RouteEntry compile(List<RouteRow> only) {
        var row = only.getFirst();
        var before = last;
        if (before != null && before.group() != null && leadsAs(row, before.row())) {
            return new RouteEntry(only, groups.again(before.group()), null);
        }
        last = usable(row) ? entry(only, null) : null;
        return last;
    }

    private static boolean leadsAs(RouteRow row, RouteRow other) {
        return row.kind() == other.kind()
                && row.mtu() == other.mtu()
                && row.nextHops().equals(other.nextHops());
    }

    /// Links, neighbours or routes of another family may come, go or change before anything else is compiled.
    void pause() {
        last = null;
    }

    private RouteEntry entry(List<RouteRow> equal, @Nullable RouteEntry other) {
        boolean unicast = equal.getFirst().kind() == RouteRow.Kind.UNICAST;
        return new RouteEntry(equal, unicast ? groups.take(slots(equal)) : null, other);
    }

    /// The entry is no longer in use.
    void release(RouteEntry entry) {
        for (var each = entry; each != null; each = each.other()) {
            if (each.group() != null) {
                groups.give(each.group());
            }
        }
    }

    /// Adds the best rows for each source that has none yet.
    private void choose(List<RouteRow> rows, Map<Prefix, List<RouteRow>> bySource) {
        rows.stream()
                .map(RouteRow::source)
                .distinct()
                .filter(s -> !bySource.containsKey(s))
                .forEach(source -> {
                    var best = best(
                            rows.stream().filter(r -> r.source().equals(source)).toList());
                    if (!best.isEmpty()) {
                        bySource.put(source, best);
                    }
                });
    }

    /// Those that share the load, or the one that keeps packets from going anywhere.
    private List<RouteRow> best(List<RouteRow> rows) {
        var order = Comparator.comparingInt(RouteRow::metric)
                .thenComparing(row -> !reachable(row))
                .thenComparing(row -> -row.preference().ordinal());
        var best = rows.stream().filter(this::usable).min(order).orElse(null);
        if (best == null || best.kind() != RouteRow.Kind.UNICAST) {
            return best == null ? List.of() : List.of(best);
        }
        return rows.stream()
                .filter(row -> row.kind() == RouteRow.Kind.UNICAST && usable(row) && order.compare(row, best) == 0)
                .toList();
    }

    /// Each hop as often as it weighs against the others; silent gateways only where all are.
    private List<Hop> slots(List<RouteRow> rows) {
        if (rows.size() == 1 && rows.getFirst().nextHops().size() == 1) {
            return List.of(hop(rows.getFirst(), rows.getFirst().nextHops().getFirst())); // as most are
        }
        boolean anyAnswers = rows.stream().anyMatch(this::reachable);
        var weights = new LinkedHashMap<Hop, Integer>();
        for (var row : rows) {
            for (var next : row.nextHops()) {
                if (linkUp(row, next) && (!anyAnswers || answers(next))) {
                    weights.merge(hop(row, next), next.weight(), Integer::sum);
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

    private Hop hop(RouteRow row, NextHop next) {
        int linkMtu = mtus.of(next.link());
        int mtu = row.mtu() == 0 ? linkMtu : Math.min(linkMtu, row.mtu());
        var via = next.via();
        var link = links.get(next.link());
        if (link != null && link.pointToPoint()) {
            return new Hop(next.link(), via, new OutletDst(next.link(), mtu));
        }
        if (via == null) {
            return new Hop(next.link(), null, new LinkDst(next.link(), mtu, adjacencies));
        }
        var key = new NeighborKey(next.link(), via);
        return new Hop(next.link(), via, new NeighborDst(adjacencies.require(key), mtu));
    }

    private boolean usable(RouteRow row) {
        if (row.kind() != RouteRow.Kind.UNICAST) {
            return true;
        }
        for (var hop : row.nextHops()) {
            if (linkUp(row, hop)) {
                return true;
            }
        }
        return false;
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
