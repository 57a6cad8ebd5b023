package inaba.api.link;

import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.util.List;

/// Which Router Advertisements may come in on a link, RFC 6105. An empty list allows all of its kind.
///
/// @param routers whether routers may be there at all
/// @param sources link-local addresses that advertisements may come from
/// @param macs Ethernet addresses that they may come from
/// @param prefixes all advertised prefixes lie in these
/// @param highest the highest preference that a router may claim
public record RaGuardRow(
        int link,
        boolean routers,
        List<Ipv6Address> sources,
        List<MacAddress> macs,
        List<Prefix> prefixes,
        Preference highest,
        String owner)
        implements Row<Integer> {
    public RaGuardRow {
        sources = List.copyOf(sources);
        macs = List.copyOf(macs);
        prefixes = List.copyOf(prefixes);
    }

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
