package inaba.route.core;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Connected routes: the subnets of the addresses that a person gave to a link are on that link.
///
/// An address that was configured by itself makes nothing on-link (RFC 5942 §4 rule 1): that is what the L flag is for.
/// fe80::/64 is on every link and in no table.
public final class Connected {
    /// Who makes connected routes, in iproute2's word.
    public static final String PROTOCOL = "kernel";

    /// As the Linux kernel has it.
    public static final int METRIC = 256;

    private Connected() {}

    /// The routes that a link's addresses call for.
    ///
    /// @param addresses of any link
    public static Map<RouteKey, RouteRow> wanted(LinkRow link, Collection<AddressRow> addresses, String owner) {
        var wanted = new LinkedHashMap<RouteKey, RouteRow>();
        for (var address : addresses) {
            if (link.adminUp() && address.link() == link.index() && makesRoute(address)) {
                var row = onLink(link, address.subnet(), PROTOCOL, Row.FOREVER, owner);
                wanted.put(row.key(), row);
            }
        }
        return wanted;
    }

    /// What turns the present rows of one link into the wanted ones and leaves alone those that stay.
    ///
    /// @param present the connected rows that there are for the link
    public static List<RouteChange> changes(Map<RouteKey, RouteRow> wanted, Collection<RouteRow> present) {
        var changes = new ArrayList<RouteChange>();
        for (var row : wanted.values()) {
            if (!present.contains(row)) {
                changes.add(new RouteChange.Put(row));
            }
        }
        for (var row : present) {
            if (!wanted.containsKey(row.key())) {
                changes.add(new RouteChange.Remove(row.key()));
            }
        }
        return changes;
    }

    /// fe80::/64 on a link, as it is shown: it has no row.
    public static RouteRow linkLocal(LinkRow link, String owner) {
        return onLink(link, Prefix.of(Ipv6Address.linkLocal(0), 64), PROTOCOL, Row.FOREVER, owner);
    }

    /// A route to a prefix whose addresses are neighbours on the link. Each link has a row of its own.
    static RouteRow onLink(LinkRow link, Prefix prefix, String protocol, long validUntil, String owner) {
        return new RouteRow(
                link.table(),
                prefix,
                Prefix.ALL,
                RouteRow.Kind.UNICAST,
                List.of(new NextHop(link.index(), null, 1)),
                METRIC,
                RouteRow.Preference.MEDIUM,
                protocol,
                0,
                null,
                true,
                owner,
                validUntil);
    }

    private static boolean makesRoute(AddressRow address) {
        return address.origin() == AddressRow.Origin.MANUAL
                && address.usable()
                && address.prefixLength() < 128
                && !address.address().isLinkLocal();
    }
}
