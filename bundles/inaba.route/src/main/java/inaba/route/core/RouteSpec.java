package inaba.route.core;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A route as a person describes it: what was not said is null.
///
/// @param hop behind `via` and `dev`
/// @param hops behind each `nexthop`
public record RouteSpec(
        RouteRow.@Nullable Kind kind,
        Prefix destination,
        @Nullable Prefix source,
        @Nullable Hop hop,
        List<Hop> hops,
        @Nullable Ipv6Address preferredSource,
        @Nullable Integer metric,
        RouteRow.@Nullable Preference preference,
        @Nullable Integer mtu,
        @Nullable String table) {
    /// Who makes routes from words, in iproute2's word.
    public static final String PROTOCOL = "static";

    /// Without `metric`, as in iproute2.
    public static final int METRIC = 1024;

    /// @param link its index, or null when only the gateway was named
    public record Hop(@Nullable Ipv6Address via, @Nullable Integer link, int weight) {
        private boolean fits(NextHop hop) {
            return (via == null || via.equals(hop.via())) && (link == null || link == hop.link());
        }
    }

    public String tableName() {
        return table == null ? RouteRow.MAIN : table;
    }

    /// The row of a route to add.
    ///
    /// @param words for errors
    /// @throws CommandException when a gateway is on no link
    public RouteRow row(Scene scene, Args words) throws CommandException {
        var nextHops = new ArrayList<NextHop>();
        for (var each : hop == null ? hops : List.of(hop)) {
            nextHops.add(nextHop(each, scene, words));
        }
        return new RouteRow(
                tableName(),
                destination,
                source == null ? Prefix.ALL : source,
                kind == null ? RouteRow.Kind.UNICAST : kind,
                nextHops,
                metric == null ? METRIC : metric,
                preference == null ? RouteRow.Preference.MEDIUM : preference,
                PROTOCOL,
                mtu == null ? 0 : mtu,
                preferredSource,
                false,
                Row.PERSON,
                Row.FOREVER);
    }

    /// True when the route is one that these words describe, as `del` asks: the prefix and all that was said beyond it.
    public boolean matches(RouteRow row) {
        return row.table().equals(tableName())
                && row.destination().equals(destination)
                && row.source().equals(source == null ? Prefix.ALL : source)
                && (kind == null || kind == row.kind())
                && (metric == null || metric == row.metric())
                && (preference == null || preference == row.preference())
                && (mtu == null || mtu == row.mtu())
                && (preferredSource == null || preferredSource.equals(row.preferredSource()))
                && (hop == null || row.nextHops().stream().anyMatch(hop::fits))
                && hops.stream().allMatch(each -> row.nextHops().stream().anyMatch(each::fits));
    }

    /// What is left of a route that matches when what was described is taken away; null for nothing. As in iproute2,
    /// naming some next
    /// hops of several takes away these.
    public @Nullable RouteRow without(RouteRow row) {
        var gone = hop == null ? hops : List.of(hop);
        var left = row.nextHops().stream()
                .filter(next -> gone.stream().noneMatch(each -> each.fits(next)))
                .toList();
        return gone.isEmpty() || left.isEmpty() ? null : row.withNextHops(left);
    }

    private NextHop nextHop(Hop said, Scene scene, Args words) throws CommandException {
        if (said.link != null) {
            return new NextHop(said.link, said.via, said.weight);
        }
        Ipv6Address via = said.via;
        if (via == null) {
            throw words.usage("expected via ADDR or dev LINK");
        }
        var link = scene.linkOf(via, tableName());
        if (link == null) {
            throw words.failed("the gateway " + IpFamily.text(via) + " is on no link of table " + tableName()
                    + ": say on which with dev LINK");
        }
        return new NextHop(link.index(), via, said.weight);
    }
}
