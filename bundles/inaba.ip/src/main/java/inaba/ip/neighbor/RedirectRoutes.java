package inaba.ip.neighbor;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.route.NextHop;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a host was told by Redirects (RFC 4861 §8.3, RFC 1122 §3.3.1.2): a route to each destination, of the protocol
/// `redirect`, that goes when its time is over, when its first hop proves unreachable (RFC 7048 §3, RFC 1122 §3.3.1.4)
/// or is no longer a router (RFC 4861 §7.3.3), and when the link goes down. On the control loop.
public final class RedirectRoutes implements AutoCloseable {
    public static final String PROTOCOL = "redirect";
    private static final int METRIC = 1; // goes before whatever routing says
    private static final int HOST = 128;

    private final Node node;
    private final String owner;
    private final int most;
    private final int lifetimeSeconds;
    private final Set<RouteKey> followed = new LinkedHashSet<>();
    private final Table.Watch routes;
    private final Table.Watch neighbors;

    /// Takes over what a predecessor was told.
    ///
    /// @param owner whose the routes are
    /// @param most destinations at once; the oldest gives way
    public RedirectRoutes(Node node, String owner, int most, int lifetimeSeconds) {
        this.node = node;
        this.owner = owner;
        this.most = most;
        this.lifetimeSeconds = lifetimeSeconds;
        this.routes = node.routes().watch(this::routeChanged);
        this.neighbors = node.neighbors().watch(this::neighborChanged);
        node.routes().adopt(owner).stream().filter(this::isOurs).forEach(row -> followed.add(row.key()));
    }

    /// True if packets to the destination go by this neighbour: only it may redirect them.
    ///
    /// @param from the source of our packets, on which their router may depend (RFC 8028)
    public boolean isFirstHop(LinkRow link, Ipv6Address neighbor, Ipv6Address destination, Ipv6Address from) {
        var resolved = node.resolve(destination, from, link.index());
        if (resolved == null) {
            return false;
        }
        var hop = resolved.nextHop();
        if (hop != null && hop.link() == link.index() && hop.neighbor().equals(neighbor)) {
            return true;
        }
        var route = resolved.route();
        return route != null
                && route.nextHops().stream().anyMatch(h -> h.link() == link.index() && neighbor.equals(h.via()));
    }

    /// Packets to the destination go this way from now on, whatever was said before of those that it is about.
    ///
    /// @param from whose packets go there: what is off-link may have another way for each source (RFC 8028 §3.4)
    /// @param via null where the destination itself is on the link
    public void follow(LinkRow link, Ipv6Address destination, Prefix from, @Nullable Ipv6Address via) {
        removeIf(row -> row.table().equals(link.table())
                && row.destination().equals(Prefix.of(destination, HOST))
                && !row.source().equals(from)
                && from.covers(row.source()));
        while (followed.size() >= most) {
            node.routes().remove(followed.iterator().next());
        }
        node.routes()
                .put(new RouteRow(
                        link.table(),
                        Prefix.of(destination, HOST),
                        from,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(link.index(), via, 1)),
                        METRIC,
                        RouteRow.Preference.MEDIUM,
                        PROTOCOL,
                        0,
                        null,
                        false,
                        owner,
                        node.time().nanos() + TimeUnit.SECONDS.toNanos(lifetimeSeconds)));
    }

    /// Forgets what was learned on a link.
    public void flush(int link) {
        removeIf(row -> row.nextHops().getFirst().link() == link);
    }

    @Override
    public void close() {
        routes.close();
        neighbors.close();
    }

    private boolean isOurs(RouteRow row) {
        return row.owner().equals(owner) && row.protocol().equals(PROTOCOL);
    }

    private void routeChanged(@Nullable RouteRow before, @Nullable RouteRow after) {
        var row = after == null ? before : after;
        if (row == null || !isOurs(row)) {
            return;
        }
        if (after == null) {
            followed.remove(row.key());
        } else {
            followed.add(row.key());
        }
    }

    private void neighborChanged(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        if (followed.isEmpty() || before == null) {
            return;
        }
        boolean lost = after == null ? !before.state().resolved() : lost(after);
        boolean ceased = after != null && before.router() && !after.router();
        if (lost || ceased) {
            removeIf(row -> goesBy(row, before.key(), ceased && !lost));
        }
    }

    private static boolean lost(NeighborRow row) {
        return row.state() == NeighborRow.State.UNREACHABLE || row.state() == NeighborRow.State.FAILED;
    }

    private static boolean goesBy(RouteRow row, NeighborKey neighbor, boolean onlyAsRouter) {
        var hop = row.nextHops().getFirst();
        if (hop.link() != neighbor.link()) {
            return false;
        }
        boolean direct = hop.via() == null && row.destination().address().equals(neighbor.address());
        return neighbor.address().equals(hop.via()) || direct && !onlyAsRouter;
    }

    private void removeIf(Predicate<RouteRow> which) {
        for (var key : List.copyOf(followed)) {
            var row = node.routes().get(key);
            if (row != null && which.test(row)) {
                node.routes().remove(key);
            }
        }
    }
}
