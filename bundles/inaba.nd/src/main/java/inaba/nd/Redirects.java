package inaba.nd;

import inaba.api.counter.Counter;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.limit.TokenBuckets;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.ip.neighbor.RedirectRoutes;
import inaba.nd.core.RedirectRule;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.nd.Redirect;
import org.jspecify.annotations.Nullable;

/// Redirects: followed as a host (RFC 4861 §8.3), sent as a router (§8.2).
final class Redirects implements AutoCloseable {
    private static final int HOST = 128;
    private static final int MOST_SOURCES = 1024;

    private final Node node;
    private final NeighborCache cache;
    private final NdSender sender;
    private final RedirectRoutes routes;
    private final TokenBuckets<NeighborKey> limiter;
    private final Counter limited;

    Redirects(Node node, NdConfig config, NeighborCache cache, NdSender sender) {
        this.node = node;
        this.cache = cache;
        this.sender = sender;
        this.routes =
                new RedirectRoutes(node, NeighborDiscovery.OWNER, config.max_redirects(), config.redirect_lifetime_s());
        this.limiter = new TokenBuckets<>(config.redirects_per_s(), MOST_SOURCES);
        this.limited = node.counters().named("inaba.nd.redirects-limited");
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
        if (!routes.isFirstHop(link, source, destination, concerned.address())) {
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
        if (onLink) {
            routes.follow(link, destination, Prefix.ALL, null);
        } else {
            routes.follow(link, destination, concerned, message.target());
        }
        return Verdict.Go.DELIVER;
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
        routes.flush(link);
    }

    @Override
    public void close() {
        routes.close();
    }
}
