package inaba.ip4.arp;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborResolver;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.ip.neighbor.NeighborCache;
import inaba.ip.neighbor.NudEvent;
import inaba.ip.neighbor.Timing;
import inaba.ip4.Ip4;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// ARP while it runs, with one configuration: from start to stop, or to the next configuration.
final class ArpSession implements NeighborResolver, AutoCloseable {
    /// RFC 7048 §4, as for IPv6.
    private static final int BACKOFF = 3;

    private static final long MAX_RETRANS = TimeUnit.SECONDS.toNanos(60);

    private final NeighborCache cache;
    private final ConflictDetection conflicts;
    private final LinkLocalAddresses linkLocals;
    private final RedirectSender redirects;
    private final ArpReceiver receiver;
    private final Table.Watch links;

    ArpSession(Node node, ArpConfig config) {
        var sender = new ArpSender(node);
        var timing = timing(config, node.random().nextDouble(0.5, 1.5));
        var limits = new NeighborCache.Limits(config.resolutions_per_s(), config.max_unproven());
        this.cache = new NeighborCache(node, IpFamily.IPV4, Ip4.OWNER, limits, _ -> timing, _ -> false, sender);
        node.addresses().adopt(Ip4.OWNER);
        this.conflicts = new ConflictDetection(node, sender);
        this.linkLocals = new LinkLocalAddresses(node);
        this.redirects = new RedirectSender(node, config.redirects_per_s());
        this.receiver = new ArpReceiver(node, cache, conflicts, sender);
        this.links = node.links().watch(this::linkChanged);
        cache.adopt();
    }

    private static Timing timing(ArpConfig config, double factor) {
        return new Timing(
                TimeUnit.MILLISECONDS.toNanos(config.retrans_timer_ms()),
                (long) (TimeUnit.MILLISECONDS.toNanos(config.reachable_time_ms()) * factor),
                TimeUnit.MILLISECONDS.toNanos(config.delay_first_probe_ms()),
                config.max_broadcast_solicit(),
                config.max_unicast_solicit(),
                config.max_broadcast_solicit(),
                BACKOFF,
                MAX_RETRANS,
                TimeUnit.SECONDS.toNanos(config.gc_stale_s()),
                TimeUnit.SECONDS.toNanos(config.gc_failed_s()));
    }

    Verdict receive(Packet packet) {
        return receiver.receive(packet);
    }

    @Override
    public void resolve(NeighborKey neighbor, Ipv6Address source) {
        cache.resolve(neighbor, source);
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
    public void used(NeighborKey neighbor) {
        cache.used(neighbor);
    }

    @Override
    public void redirect(Packet offender, Ipv6Address target, Ipv6Address destination) {
        redirects.send(offender, target, destination);
    }

    @Override
    public void close() {
        links.close();
        linkLocals.close();
        conflicts.close();
        cache.close();
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (before != null && (after == null || before.up() && !after.up())) {
            cache.flush(before.index(), after == null);
        }
    }
}
