package inaba.ip.probe;

import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// Where probes go and where from, once names were looked up.
///
/// @param link the link to send on, or 0 for the route's
/// @param text as typed: `fe80::2%lan`
/// @param source the node's address that they come from
record Target(Ipv6Address address, int link, String text, Ipv6Address source) {
    private static final int DEFAULT_HOP_LIMIT = 64;

    /// CurHopLimit of the link that leads there (RFC 4861 §6.3.2), or the default.
    int hopLimit(Node node) {
        var learned = address.isMapped() ? null : node.parameters().get(linkOfRoute(node));
        return learned == null || learned.hopLimit() == 0 ? DEFAULT_HOP_LIMIT : learned.hopLimit();
    }

    private int linkOfRoute(Node node) {
        var way = link == 0 ? node.resolve(address, source, link) : null;
        var hop = way == null ? null : way.nextHop();
        return hop == null ? link : hop.link();
    }

    /// The longest packet that the path is known to carry in bytes, or 0 when none is too long.
    int mtu(Node node) {
        var way = node.resolve(address, source, link);
        if (way == null || way.mtu() == 0) {
            return 0;
        }
        var known = node.pathMtus().get(new PathMtuRow.Key(address.isLinkLocal() ? link : 0, address));
        return known == null ? way.mtu() : Math.min(way.mtu(), known.mtu());
    }

    static String text(Ipv6Address address, @Nullable LinkRow link) {
        String text = IpFamily.text(address);
        return link == null || !Aim.needsLink(address) ? text : text + "%" + link.name();
    }

    /// An address as it is shown: with the link's name where it means nothing without.
    static String text(Node node, Ipv6Address address, int link) {
        return text(address, node.link(link));
    }
}
