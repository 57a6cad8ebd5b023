package inaba.tunnel;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.link.TunnelRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.tunnel.path.Decapsulation;
import inaba.tunnel.path.Outlet4;
import inaba.tunnel.path.Outlet6;
import inaba.tunnel.path.Peers;
import inaba.tunnel.path.Tunnel;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tunnels while the protocol runs: a link for each row, and what workers need for its packets, made anew when the row,
/// our end or the path changes.
final class TunnelSession implements AutoCloseable {
    /// The driver that links of tunnels name.
    static final String DRIVER = "tunnel";

    /// Routes come many at once.
    private static final Duration ROUTES_SETTLE = Duration.ofMillis(200);

    private static final int[] PROTOCOLS = {IpProtocol.IPV4, IpProtocol.IPV6, IpProtocol.GRE};

    private final Node node;
    private final Survey survey;
    private final Relay relay;
    private final Map<String, Tunnel> tunnels = new LinkedHashMap<>();
    private final List<Table.Watch> watches;
    private Peers peers = new Peers(List.of());
    private Time.@Nullable Timer settling;
    private boolean due;
    private boolean closed;

    TunnelSession(Node node) {
        this.node = node;
        this.survey = new Survey(node);
        this.relay = new Relay(node);
        node.tunnels().rows().forEach(this::ensureLink);
        renew();
        this.watches = List.of(
                node.tunnels().watch(this::tunnelChanged),
                node.links().watch(this::linkChanged),
                node.addresses().watch(this::addressChanged),
                node.pathMtus().watch(this::pathChanged),
                node.routes().watch(this::routeChanged));
    }

    /// A packet with an ICMP error: one about an outer packet of ours is told to the source of what is inside.
    Verdict failed(Packet packet) {
        return relay.failed(packet, peers.tunnels());
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(Table.Watch::close);
        if (settling != null) {
            settling.cancel();
        }
        tunnels.values().forEach(tunnel -> node.outlet(tunnel.link(), null));
        for (int protocol : PROTOCOLS) {
            node.decapsulator(IpFamily.IPV4, protocol, null);
            node.decapsulator(IpFamily.IPV6, protocol, null);
        }
    }

    private void tunnelChanged(@Nullable TunnelRow before, @Nullable TunnelRow after) {
        if (after != null) {
            ensureLink(after);
        } else if (before != null) {
            var gone = tunnels.remove(before.name());
            if (gone != null) {
                node.links().remove(gone.link());
            }
        }
        renew();
    }

    /// Links of tunnels are deleted, and get their MTU, like others: then the tunnel follows. Other links are the way
    /// to the other end.
    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        var tunnel = before == null ? null : tunnels.get(before.name());
        if (before != null && tunnel != null && before.index() == tunnel.link()) {
            if (after == null) {
                node.tunnels().remove(before.name());
            } else if (before.mtu() != after.mtu() && after.mtu() != survey.mtu(tunnel)) {
                node.tunnels().put(tunnel.row().withMtu(after.mtu()));
            }
        }
        renewSoon();
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        if (before == null || after == null || before.usable() != after.usable()) {
            renewSoon();
        }
    }

    private void pathChanged(@Nullable PathMtuRow before, @Nullable PathMtuRow after) {
        var row = after == null ? before : after;
        if (row != null
                && tunnels.values().stream()
                        .anyMatch(tunnel -> tunnel.row().remote().equals(row.destination()))) {
            renewSoon();
        }
    }

    private void routeChanged(@Nullable RouteRow before, @Nullable RouteRow after) {
        if (settling == null && !tunnels.isEmpty()) {
            settling = node.time().after(ROUTES_SETTLE, () -> {
                settling = null;
                renew();
            });
        }
    }

    /// Once, when what goes on now is through: many rows change together.
    private void renewSoon() {
        if (!due && !tunnels.isEmpty()) {
            due = true;
            node.loop().post(() -> {
                due = false;
                if (!closed) {
                    renew();
                }
            });
        }
    }

    private void ensureLink(TunnelRow row) {
        var link = node.link(row.name());
        String device = TunnelText.ends(row);
        if (link == null) {
            node.addLink(row.name(), DRIVER, device, survey.firstMtu(row), RouteRow.MAIN);
        } else if (link.driver().equals(DRIVER) && !link.device().equals(device)) {
            node.links().put(link.withDriver(DRIVER, device));
        }
    }

    /// Makes tunnels anew that have changed, and lets workers see them.
    private void renew() {
        boolean changed = false;
        for (var row : node.tunnels().rows()) {
            var link = node.link(row.name());
            if (link != null && link.driver().equals(DRIVER)) {
                var tunnel = survey.tunnel(row, link);
                if (!tunnel.equals(tunnels.put(row.name(), tunnel))) {
                    changed = true;
                    open(tunnel, link);
                }
            }
        }
        if (changed || peers.tunnels().size() != tunnels.size()) {
            peers = new Peers(tunnels.values());
            offer();
        }
    }

    private void open(Tunnel tunnel, LinkRow link) {
        boolean ipv4 = tunnel.row().mode().outer() == IpFamily.IPV4;
        var outlet = ipv4 ? new Outlet4(tunnel) : new Outlet6(tunnel);
        node.outlet(link.index(), outlet);
        var open = link.withCarrier(true).withMtu(outlet.innerMtu());
        if (!open.equals(link)) {
            node.links().put(open);
        }
    }

    private void offer() {
        var decapsulation = new Decapsulation(peers);
        for (var family : IpFamily.values()) {
            for (int protocol : PROTOCOLS) {
                boolean wanted =
                        peers.tunnels().stream().anyMatch(tunnel -> Peers.wants(tunnel.row(), family, protocol));
                node.decapsulator(family, protocol, wanted ? decapsulation : null);
            }
        }
    }
}
