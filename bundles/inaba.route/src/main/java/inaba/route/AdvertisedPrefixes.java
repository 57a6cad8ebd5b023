package inaba.route;

import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.route.AdvertisedPrefix;
import inaba.route.core.Advertisement;
import inaba.route.core.Learning;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;

/// Remembers which router advertised which prefixes, whatever their flags: RFC 8028 §2.1 and §3.1. On the loop.
final class AdvertisedPrefixes {
    private final Node node;

    /// Adopts what a predecessor left.
    AdvertisedPrefixes(Node node) {
        this.node = node;
        node.advertisedPrefixes().adopt(OwnRoutes.OWNER);
    }

    /// @param most prefixes of all routers of a link together; what comes on top is refused
    /// @return how many were refused
    int heard(LinkRow link, Ipv6Address router, Advertisement said, int most) {
        int refused = 0;
        for (var each : said.prefixes().entrySet()) {
            refused += heard(link, router, each.getKey(), each.getValue(), most) ? 0 : 1;
        }
        return refused;
    }

    private boolean heard(LinkRow link, Ipv6Address router, Prefix prefix, long lifetime, int most) {
        var table = node.advertisedPrefixes();
        var key = new AdvertisedPrefix.Key(link.index(), router, prefix);
        if (lifetime == 0) {
            table.remove(key);
            return true;
        }
        boolean room = table.get(key) != null
                || table.rows().stream()
                                .filter(row -> row.link() == link.index())
                                .count()
                        < most;
        long until = Learning.until(node.time().nanos(), lifetime);
        return room && table.put(new AdvertisedPrefix(link.index(), router, prefix, OwnRoutes.OWNER, until));
    }

    /// The link learns no more.
    void forget(int link) {
        var table = node.advertisedPrefixes();
        for (var row : table.rows()) {
            if (row.link() == link) {
                table.remove(row.key());
            }
        }
    }
}
