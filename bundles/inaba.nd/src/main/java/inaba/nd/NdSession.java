package inaba.nd;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkParameters;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Neighbor Discovery while it runs, with one configuration: from start to stop, or to the next configuration.
final class NdSession implements NeighborResolver, AutoCloseable {
    private final Node node;
    private final LinkTimings timings;
    private final NamedRouters routers;
    private final NeighborCache cache;
    private final Advertiser advertiser;
    private final Redirects redirects;
    private final NdReceiver receiver;
    private final List<Table.Watch> watches;

    NdSession(Node node, NdConfig config) {
        this.node = node;
        this.timings = new LinkTimings(node, config);
        var sender = new NdSender(node);
        var own = new OwnAddresses(node);
        var limits = new NeighborCache.Limits(config.resolutions_per_s(), config.max_unproven());
        this.routers = new NamedRouters(node);
        this.cache = new NeighborCache(
                node, IpFamily.IPV6, NeighborDiscovery.OWNER, limits, timings::of, routers::contains, sender);
        this.advertiser = new Advertiser(node, config, own, timings, cache, sender);
        this.redirects = new Redirects(node, config, cache, sender);
        this.receiver = new NdReceiver(node, config, own, cache, advertiser, redirects);
        this.watches = List.of(
                node.links().watch(this::linkChanged),
                node.addresses().watch(this::addressChanged),
                node.parameters().watch(this::parametersChanged));
        node.parameters().adopt(NeighborDiscovery.OWNER);
        cache.adopt();
    }

    Verdict receive(Packet packet) {
        return receiver.receive(packet);
    }

    @Override
    public void resolve(NeighborKey neighbor, Ipv6Address source) {
        cache.resolve(neighbor, source);
    }

    @Override
    public void used(NeighborKey neighbor) {
        cache.used(neighbor);
    }

    @Override
    public void confirmed(NeighborKey neighbor) {
        cache.apply(neighbor, new NudEvent.Confirmed());
    }

    @Override
    public void probe(NeighborKey router) {
        cache.apply(router, new NudEvent.Probe());
    }

    @Override
    public void redirect(Packet offender, Ipv6Address target, Ipv6Address destination) {
        redirects.send(offender, target, destination);
    }

    @Override
    public void close() {
        watches.forEach(Table.Watch::close);
        advertiser.close();
        redirects.close();
        cache.close();
        routers.close();
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (before == null) {
            return;
        }
        int link = before.index();
        if (after == null || before.runs() && !after.runs()) {
            cache.flush(link, after == null);
            redirects.flush(link);
        }
        if (after == null || !before.forwarding() && after.forwarding()) {
            node.parameters().remove(link); // RFC 4861 §6.3: of hosts only
            redirects.flush(link);
            timings.forget(link);
        }
        if (after != null && after.up() && !after.mac().equals(before.mac())) {
            advertiser.macChanged(after);
        }
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (after == null || after.family() != IpFamily.IPV6 || !after.usable() || before != null && before.usable()) {
            return;
        }
        var link = node.link(after.link());
        if (link != null && link.up()) {
            advertiser.addressUsable(link, after);
        }
    }

    private void parametersChanged(@Nullable LinkParameters before, @Nullable LinkParameters after) {
        var row = after == null ? before : after;
        if (row != null) {
            cache.rearm(row.link());
        }
    }
}
