package inaba.tunnel;

import inaba.api.link.TunnelRow;
import inaba.api.protocol.Node;
import inaba.tunnel.core.Embedding;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a tunnel must fulfil before it is one. On the control loop.
final class RowCheck {
    private RowCheck() {}

    /// @return what is wrong and what to do about it, or null
    static @Nullable String of(Node node, TunnelRow row) {
        var mode = row.mode();
        var wrong = ends(row);
        if (wrong == null && mode.isAutomatic()) {
            wrong = automatic(row);
        }
        if (wrong == null && !mode.isGre() && (row.inKey() != null || row.outKey() != null)) {
            wrong = "keys are for modes gre and ip6gre";
        }
        if (wrong == null && !mode.isGre() && (row.sequence() || row.checksum())) {
            wrong = "seq and csum are for modes gre and ip6gre";
        }
        if (wrong == null && !row.device().isEmpty() && node.link(row.device()) == null) {
            wrong = "no link named \"" + row.device() + "\"; link show lists them";
        }
        return wrong == null ? others(node, row) : wrong;
    }

    private static @Nullable String ends(TunnelRow row) {
        var family = row.mode().outer();
        if (isOther(row.local(), family) || isOther(row.remote(), family)) {
            return "mode " + row.mode().word() + " is between " + family + " addresses";
        }
        if (row.remote().isUnspecified() != row.mode().isAutomatic()) {
            return row.mode().isAutomatic()
                    ? "the other end of mode " + row.mode().word() + " is told by each packet: leave remote away"
                    : "expected remote ADDR";
        }
        if (row.remote().isMulticast()
                || row.remote().isLoopback()
                || row.local().isMulticast()) {
            return "the ends of a tunnel are unicast addresses";
        }
        return row.remote().isLinkLocal() && row.device().isEmpty() ? "a link-local remote needs dev LINK" : null;
    }

    private static @Nullable String automatic(TunnelRow row) {
        if (row.local().isUnspecified()) {
            return "expected local ADDR: it is part of the addresses inside";
        }
        if (row.mode() == TunnelRow.Mode.SIXTO4) {
            return null;
        }
        if (row.prefix() == null) {
            return "expected 6rd-prefix PREFIX";
        }
        var common = row.relayPrefix() == null ? IpFamily.IPV4.all() : row.relayPrefix();
        if (!common.contains(row.local())) {
            return "6rd-relay_prefix does not contain " + IpFamily.text(row.local());
        }
        try {
            Embedding.sixRd(row.prefix(), common);
            return null;
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
    }

    /// RFC 2473 §4.1.2: not to ourselves; and no two tunnels that one packet could belong to.
    private static @Nullable String others(Node node, TunnelRow row) {
        boolean ours = node.addresses().rows().stream()
                .anyMatch(address -> address.address().equals(row.remote()));
        if (ours) {
            return IpFamily.text(row.remote()) + " is an address of this node: a tunnel leads to another";
        }
        return node.tunnels().rows().stream()
                .filter(other -> !other.name().equals(row.name()) && overlap(row, other))
                .findFirst()
                .map(other -> "tunnel " + other.name() + " is between the same ends"
                        + (row.mode().isGre() ? " with the same key" : "")
                        + "; change it, or delete it first")
                .orElse(null);
    }

    private static boolean overlap(TunnelRow row, TunnelRow other) {
        var mode = row.mode();
        boolean sameInside = mode.isGre() && other.mode().isGre() && Objects.equals(row.inKey(), other.inKey())
                || !mode.isGre()
                        && !other.mode().isGre()
                        && (mode.carries(IpFamily.IPV4) && other.mode().carries(IpFamily.IPV4)
                                || mode.carries(IpFamily.IPV6) && other.mode().carries(IpFamily.IPV6));
        return sameInside
                && mode.outer() == other.mode().outer()
                && row.remote().equals(other.remote())
                && row.local().equals(other.local());
    }

    private static boolean isOther(Ipv6Address address, IpFamily family) {
        return !address.isUnspecified() && IpFamily.of(address) != family;
    }
}
