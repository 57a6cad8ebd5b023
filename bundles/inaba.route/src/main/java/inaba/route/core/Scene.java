package inaba.route.core;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.route.RouteRow;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the words of a route may refer to: the links, our addresses and what is on-link. A snapshot, used by
/// one thread at a time.
public final class Scene {
    private final IpFamily family;
    private final Map<Integer, LinkRow> byIndex = new LinkedHashMap<>();
    private final Set<Ipv6Address> addresses = new HashSet<>();
    private final Supplier<? extends Collection<RouteRow>> routes;
    private final Set<String> protocols =
            new TreeSet<>(List.of(RouteSpec.PROTOCOL, Learning.PROTOCOL, Connected.PROTOCOL));
    private final List<OnLink> onLink = new ArrayList<>();
    private boolean routesKnown;

    /// @param family of the addresses that the words name
    /// @param routes of which those without a gateway count; there may be many, they are asked for where they
    /// matter
    public Scene(
            IpFamily family,
            Collection<LinkRow> links,
            Collection<AddressRow> addresses,
            Supplier<? extends Collection<RouteRow>> routes) {
        this.family = family;
        for (var link : links) {
            byIndex.put(link.index(), link);
        }
        for (var address : addresses) {
            this.addresses.add(address.address());
            know(address);
        }
        this.routes = routes;
    }

    public IpFamily family() {
        return family;
    }

    /// A route was added: what it says is on-link counts from now on.
    public void know(RouteRow route) {
        protocols.add(route.protocol());
        for (var hop : route.nextHops()) {
            if (hop.via() == null) {
                onLink.add(new OnLink(route.table(), route.destination(), hop.link()));
            }
        }
    }

    public Collection<LinkRow> links() {
        return byIndex.values();
    }

    /// Who makes routes, in iproute2's words: those of this bundle, and whoever else has one.
    public Set<String> protocols() {
        knowRoutes();
        return protocols;
    }

    /// A link's name, or `if7` when it is gone.
    public String name(int link) {
        var row = byIndex.get(link);
        return row == null ? "if" + link : row.name();
    }

    /// True for an address of ours.
    public boolean own(Ipv6Address address) {
        return addresses.contains(address);
    }

    /// The link on which a gateway is a neighbour, by the longest on-link prefix of the table; null when on none.
    ///
    /// The subnets of our addresses count while their duplicate detection runs, so that a route may be typed right
    /// behind its address.
    public @Nullable LinkRow linkOf(Ipv6Address gateway, String table) {
        knowRoutes();
        OnLink best = null;
        for (var candidate : onLink) {
            if (candidate.table.equals(table)
                    && candidate.prefix.contains(gateway)
                    && (best == null || candidate.prefix.length() > best.prefix.length())) {
                best = candidate;
            }
        }
        return best == null ? null : byIndex.get(best.link);
    }

    private void knowRoutes() {
        if (!routesKnown) {
            routesKnown = true;
            routes.get().forEach(this::know);
        }
    }

    private void know(AddressRow address) {
        var link = byIndex.get(address.link());
        boolean ours = address.state() != AddressRow.State.DUPLICATE;
        if (link != null && ours && address.origin() == AddressRow.Origin.MANUAL && address.prefixLength() < 128) {
            onLink.add(new OnLink(link.table(), address.subnet(), link.index()));
        }
    }

    private record OnLink(String table, Prefix prefix, int link) {}
}
