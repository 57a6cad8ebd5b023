package inaba.tunnel;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.link.TunnelRow;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.tunnel.core.Embedding;
import inaba.tunnel.core.TunnelMtu;
import inaba.tunnel.path.Tunnel;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Finds out what a tunnel's row leaves open: our end, the way to the other one and how wide that is.
final class Survey {
    /// Nothing is known of the path.
    private static final int UNKNOWN = 0;

    private final Node node;

    Survey(Node node) {
        this.node = node;
    }

    Tunnel tunnel(TunnelRow row, LinkRow link) {
        int device = device(row);
        return new Tunnel(
                row,
                link.index(),
                device,
                local(row, device),
                pathMtu(row, device),
                embedding(row),
                node.sequence("inaba.tunnel." + row.name() + ".sent"),
                node.sequence("inaba.tunnel." + row.name() + ".received"));
    }

    /// Of the link that packets of the tunnel pass.
    int mtu(Tunnel tunnel) {
        return TunnelMtu.of(tunnel.row().mtu(), tunnel.pathMtu(), tunnel.overhead());
    }

    int firstMtu(TunnelRow row) {
        return TunnelMtu.of(row.mtu(), UNKNOWN, 0);
    }

    /// A link that is not there yet is none that packets could leave by.
    private int device(TunnelRow row) {
        var link = row.device().isEmpty() ? null : node.link(row.device());
        return link == null ? 0 : link.index();
    }

    /// As configured; else what source address selection gives (RFC 4213 §3.5).
    private Ipv6Address local(TunnelRow row, int device) {
        if (!row.local().isUnspecified()) {
            return row.local();
        }
        var towards = row.remote().isUnspecified() && row.relay() != null ? row.relay() : row.remote();
        if (!towards.isUnspecified()) {
            var chosen = node.output().source(towards, device);
            return chosen == null ? Ipv6Address.UNSPECIFIED : chosen;
        }
        return node.addressesOf(row.mode().outer()).stream()
                .filter(address -> address.usable() && (device == 0 || address.link() == device))
                .map(AddressRow::address)
                .findFirst()
                .orElse(Ipv6Address.UNSPECIFIED);
    }

    /// RFC 4213 §3.2.2, RFC 2473 §6.7: of the first link, or less where a router on the way said so.
    private int pathMtu(TunnelRow row, int device) {
        var towards = row.remote().isUnspecified() && row.relay() != null ? row.relay() : row.remote();
        int link = device != 0 ? linkMtu(device) : UNKNOWN;
        if (towards.isUnspecified()) {
            return link;
        }
        var way = node.resolve(towards, row.local(), device);
        int first = way == null || way.mtu() == 0 ? link : way.mtu();
        var known = node.pathMtus().get(new PathMtuRow.Key(towards.isLinkLocal() ? device : 0, towards));
        if (known == null) {
            return first;
        }
        return first == UNKNOWN ? known.mtu() : Math.min(first, known.mtu());
    }

    private int linkMtu(int index) {
        var link = node.link(index);
        return link == null ? UNKNOWN : link.mtu();
    }

    private static @Nullable Embedding embedding(TunnelRow row) {
        return switch (row.mode()) {
            case SIXTO4 -> Embedding.sixToFour();
            case SIXRD -> {
                var prefix = row.prefix();
                var common = row.relayPrefix();
                yield prefix == null ? null : Embedding.sixRd(prefix, common == null ? IpFamily.IPV4.all() : common);
            }
            default -> null;
        };
    }
}
