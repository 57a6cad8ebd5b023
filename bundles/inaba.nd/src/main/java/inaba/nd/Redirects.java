package inaba.nd;

import inaba.api.counter.Counter;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.route.NextHop;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.ip.limit.TokenBuckets;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.nd.core.RedirectRule;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.nd.Redirect;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Redirects: followed as a host (RFC 4861 §8.3), sent as a router (§8.2).
///
/// What a host was told is a route to the one destination, of the protocol `redirect`, that goes when its time is
/// over, when its first hop proves unreachable (RFC 7048 §3) or is no longer a router (§7.3.3), and when the link
/// goes down.
final class Redirects implements AutoCloseable {
    static final String PROTOCOL = "redirect";
    private static final int METRIC = 1; // goes before whatever routing says
    private static final int HOST = 128;
    private static final int MOST_SOURCES = 1024;

    private final Node node;
    private final NdConfig config;
    private final NeighborCache cache;
    private final NdSender sender;
    private final TokenBuckets<NeighborKey> limiter;
    private final Counter limited;
    private final Set<RouteKey> followed = new LinkedHashSet<>();
    private final Table.Watch routes;
    private final Table.Watch neighbors;

    Redirects(Node node, NdConfig config, NeighborCache cache, NdSender sender) {
        this.node = node;
        this.config = config;
        this.cache = cache;
        this.sender = sender;
        this.limiter = new TokenBuckets<>(config.redirects_per_s(), MOST_SOURCES);
        this.limited = node.counters().named("inaba.nd.redirects-limited");
        this.routes = node.routes().watch(this::routeChanged);
        this.neighbors = node.neighbors().watch(this::neighborChanged);
    }

    void adopt() {
        node.routes().adopt(NeighborDiscovery.OWNER).forEach(row -> followed.add(row.key()));
    }

    /// A valid Redirect but for the last check of RFC 4861 §8.1: it must come from the present first hop.
    ///
    /// @param to our address, which was the source of the packet that was redirected (§8.2)
    Verdict follow(LinkRow link, Ipv6Address source, Ipv6Address to, Redirect message, @Nullable MacAddress targetMac) {
        if (link.forwarding()) {
            return NdDrop.NOT_A_HOST;
        }
        var destination = message.destination();
        var concerned = to.isLinkLocal() || to.isMulticast() ? Prefix.ALL : Prefix.of(to, HOST);
        if (!isFirstHop(link, source, destination, concerned.address())) {
            return NdDrop.NOT_THE_FIRST_HOP;
        }
        boolean onLink = message.target().equals(destination);
        var target = new NeighborKey(link.index(), message.target());
        Boolean router = onLink ? null : Boolean.TRUE;
        if (targetMac != null) {
            cache.apply(target, new NudEvent.Heard(targetMac, router));
        } else if (!onLink) {
            cache.apply(target, new NudEvent.RouterFlag(true));
        }
        makeRoom();
        node.routes()
                .put(
                        onLink
                                ? route(link, destination, Prefix.ALL, null)
                                : route(link, destination, concerned, message.target()));
        return Verdict.Go.DELIVER;
    }

    /// @param from the source of our packets, on which their router may depend (RFC 8028)
    private boolean isFirstHop(LinkRow link, Ipv6Address source, Ipv6Address destination, Ipv6Address from) {
        var resolved = node.resolve(destination, from, link.index());
        if (resolved == null) {
            return false;
        }
        var hop = resolved.nextHop();
        if (hop != null && hop.link() == link.index() && hop.neighbor().equals(source)) {
            return true;
        }
        var route = resolved.route();
        return route != null
                && route.nextHops().stream().anyMatch(h -> h.link() == link.index() && source.equals(h.via()));
    }

    /// @param from whose packets go there: what is off-link may have another way for each source (RFC 8028 §3.4)
    private RouteRow route(LinkRow link, Ipv6Address destination, Prefix from, @Nullable Ipv6Address via) {
        return new RouteRow(
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
                NeighborDiscovery.OWNER,
                node.time().nanos() + TimeUnit.SECONDS.toNanos(config.redirect_lifetime_s()));
    }

    private void makeRoom() {
        while (followed.size() >= config.max_redirects()) {
            node.routes().remove(followed.iterator().next());
        }
    }

    /// As [inaba.api.neighbor.NeighborResolver#redirect].
    void send(Packet offender, Ipv6Address target, Ipv6Address destination) {
        var link = node.link(offender.link());
        if (link == null) {
            return;
        }
        var source = new Ipv6Header(offender.memory(), offender.network()).source();
        var key = new NeighborKey(link.index(), source);
        var rule = RedirectRule.of(link.forwarding(), isNeighbor(key), source, target, destination);
        var from = linkLocal(link);
        if (rule != RedirectRule.SEND || from == null) {
            return;
        }
        if (!limiter.take(key, node.time().nanos())) {
            limited.add(1);
            return;
        }
        var packet = offender.memory().asSlice(offender.network(), offender.end() - offender.network());
        var about = new NdSender.Redirected(target, destination, packet);
        sender.redirect(link, from, source, cache.mac(key), about, cache.mac(new NeighborKey(link.index(), target)));
    }

    private boolean isNeighbor(NeighborKey source) {
        var resolved = node.resolve(source.address(), Ipv6Address.UNSPECIFIED, source.link());
        var hop = resolved == null ? null : resolved.nextHop();
        return hop != null && hop.link() == source.link() && hop.neighbor().equals(source.address());
    }

    private @Nullable Ipv6Address linkLocal(LinkRow link) {
        return node.addressesOf(IpFamily.IPV6).stream()
                .filter(row -> row.link() == link.index() && row.usable() && !row.anycast())
                .map(AddressRow::address)
                .filter(Ipv6Address::isLinkLocal)
                .findFirst()
                .orElse(null);
    }

    /// Forgets what was learned on a link.
    void flush(int link) {
        removeIf(row -> row.nextHops().getFirst().link() == link);
    }

    @Override
    public void close() {
        routes.close();
        neighbors.close();
    }

    private void routeChanged(@Nullable RouteRow before, @Nullable RouteRow after) {
        var row = after == null ? before : after;
        if (row == null || !row.protocol().equals(PROTOCOL)) {
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
