package inaba.api.route;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A route. Among routes to the same prefix the least metric wins, then the highest preference; equal ones share the
/// load.
///
/// @param source [Prefix#ALL] unless source-specific
/// @param nextHops one or more for [Kind#UNICAST], else none
/// @param preference RFC 4191 §2.1
/// @param protocol who made it: `static`, `kernel` (connected), `ra`
/// @param mtu 0 = the link's
/// @param preferredSource source address for packets that the node itself sends, or null
/// @param separate each next hop of this protocol is a row of its own
public record RouteRow(
        String table,
        Prefix destination,
        Prefix source,
        Kind kind,
        List<NextHop> nextHops,
        int metric,
        Preference preference,
        String protocol,
        int mtu,
        @Nullable Ipv6Address preferredSource,
        boolean separate,
        String owner,
        long validUntil)
        implements Row<RouteKey> {
    /// The table that links use unless told otherwise.
    public static final String MAIN = "main";

    /// What happens to a packet that matches.
    public enum Kind {
        UNICAST,
        /// Dropped silently.
        BLACKHOLE,
        /// ICMPv6 no route to destination.
        UNREACHABLE,
        /// ICMPv6 administratively prohibited.
        PROHIBIT
    }

    /// RFC 4191 §2.1, best last.
    public enum Preference {
        LOW,
        MEDIUM,
        HIGH
    }

    public RouteRow {
        nextHops = List.copyOf(nextHops);
        if (nextHops.isEmpty() == (kind == Kind.UNICAST)) {
            throw new IllegalArgumentException("a unicast route has next hops, any other has none");
        }
    }

    public IpFamily family() {
        return IpFamily.of(destination);
    }

    /// The same route to another prefix.
    public RouteRow withDestination(Prefix other) {
        return new RouteRow(
                table,
                other,
                source,
                kind,
                nextHops,
                metric,
                preference,
                protocol,
                mtu,
                preferredSource,
                separate,
                owner,
                validUntil);
    }

    /// The same route with other ways.
    public RouteRow withNextHops(List<NextHop> others) {
        return new RouteRow(
                table,
                destination,
                source,
                kind,
                others,
                metric,
                preference,
                protocol,
                mtu,
                preferredSource,
                separate,
                owner,
                validUntil);
    }

    /// True when packets go the same way by the other row: they differ in owner and lifetime at most.
    public boolean leadsAs(RouteRow other) {
        return new RouteRow(
                        table,
                        destination,
                        source,
                        kind,
                        nextHops,
                        metric,
                        preference,
                        protocol,
                        mtu,
                        preferredSource,
                        separate,
                        other.owner,
                        other.validUntil)
                .equals(other);
    }

    @Override
    public RouteKey key() {
        return new RouteKey(table, destination, source, metric, protocol, separate ? nextHops.getFirst() : null);
    }
}
