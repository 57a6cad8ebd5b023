package inaba.core;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingState;
import inaba.api.link.GroupRow;
import inaba.api.link.HostTapRow;
import inaba.api.link.IngressRow;
import inaba.api.link.LinkParameters;
import inaba.api.link.LinkRow;
import inaba.api.link.NdGuardRow;
import inaba.api.link.RaGuardRow;
import inaba.api.link.TunnelRow;
import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.ProxyRow;
import inaba.api.route.AdvertisedPrefix;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.api.time.Time;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.core.slot.Faults;
import inaba.core.table.Rows;
import java.util.List;
import java.util.function.Predicate;

/// The tables of the engine, with their limits and what gives way when they are full.
public final class Tables {
    private static final int LINKS = 4096;
    private static final int ADDRESSES = 65_536;
    private static final int GROUPS = 65_536;
    /// Until the engine is configured.
    private static final int NEIGHBORS = 16_384;
    private static final int TUNNELS = 4096;
    private static final int PROXIES = 16_384;
    private static final int ROUTES = 2_000_000;
    private static final int PATH_MTUS = 16_384;
    private static final int ADVERTISED = 16_384;
    private static final int ASSOCIATIONS = 262_144;
    private static final int POLICIES = 65_536;

    public final Rows<Integer, LinkRow> links;
    public final Rows<AddressKey, AddressRow> addresses;
    public final Rows<GroupRow.Key, GroupRow> groups;
    public final Rows<AddressKey, ListenerRow> listeners;
    public final Rows<QuerierRow.Key, QuerierRow> queriers;
    public final Rows<NeighborKey, NeighborRow> neighbors;
    public final Rows<NeighborKey, ProxyRow> proxies;
    public final Rows<RouteKey, RouteRow> routes;
    public final Rows<String, TunnelRow> tunnels;
    public final Rows<Integer, LinkParameters> parameters;
    public final Rows<PathMtuRow.Key, PathMtuRow> pathMtus;
    public final Rows<AdvertisedPrefix.Key, AdvertisedPrefix> advertisedPrefixes;
    public final Rows<Integer, RaGuardRow> raGuards;
    public final Rows<Integer, IngressRow> ingress;
    public final Rows<Integer, NdGuardRow> ndGuards;
    public final Rows<NeighborKey, BindingRow> bindings;
    public final Rows<Integer, HostTapRow> hostTaps;
    public final Rows<Integer, AdvertisingRow> advertising;
    public final Rows<Integer, AdvertisingState> advertisingStates;

    public final Rows<SaRow.Key, SaRow> associations;
    public final Rows<PolicyRow.Key, PolicyRow> policies;

    Tables(Time time, Faults faults) {
        links = new Rows<>("links", LINKS, time, faults, List.of());
        addresses = new Rows<>("addresses", ADDRESSES, time, faults, List.of());
        groups = new Rows<>("groups", GROUPS, time, faults, List.of());
        listeners = new Rows<>("listeners", GROUPS, time, faults, List.of());
        queriers = new Rows<>("queriers", LINKS, time, faults, List.of());
        neighbors = new Rows<>("neighbors", NEIGHBORS, time, faults, List.of(Tables::unproven, Tables::unused));
        proxies = new Rows<>("proxies", PROXIES, time, faults, List.of());
        routes = new Rows<>("routes", ROUTES, time, faults, List.of());
        tunnels = new Rows<>("tunnels", TUNNELS, time, faults, List.of());
        parameters = new Rows<>("parameters", LINKS, time, faults, List.of());
        pathMtus = new Rows<>("path MTUs", PATH_MTUS, time, faults, List.of(_ -> true));
        advertisedPrefixes = new Rows<>("advertised prefixes", ADVERTISED, time, faults, List.of());
        raGuards = new Rows<>("RA guards", LINKS, time, faults, List.of());
        ingress = new Rows<>("ingress filters", LINKS, time, faults, List.of());
        ndGuards = new Rows<>("ND guards", LINKS, time, faults, List.of());
        bindings = new Rows<>("bindings", NEIGHBORS, time, faults, List.of());
        hostTaps = new Rows<>("host taps", LINKS, time, faults, List.of());
        advertising = new Rows<>("advertising", LINKS, time, faults, List.of());
        associations = new Rows<>("associations", ASSOCIATIONS, time, faults, List.of());
        policies = new Rows<>("policies", POLICIES, time, faults, List.of());
        advertisingStates = new Rows<>("advertising states", LINKS, time, faults, List.of());
    }

    /// All of them, in no order that matters.
    public List<Rows<?, ?>> all() {
        return List.of(
                links,
                addresses,
                groups,
                listeners,
                queriers,
                neighbors,
                proxies,
                routes,
                tunnels,
                parameters,
                pathMtus,
                advertisedPrefixes,
                raGuards,
                ingress,
                ndGuards,
                bindings,
                hostTaps,
                advertising,
                associations,
                policies,
                advertisingStates);
    }

    /// The most neighbours, of both families, and the most bindings of their addresses, from now on.
    void neighbors(int most) {
        neighbors.limit(most);
        bindings.limit(most);
    }

    /// Removes all that belongs to a link that is gone.
    void forgetLink(int link) {
        removeIf(addresses, row -> row.link() == link);
        removeIf(groups, row -> row.link() == link);
        removeIf(listeners, row -> row.link() == link);
        removeIf(queriers, row -> row.link() == link);
        removeIf(neighbors, row -> row.link() == link);
        removeIf(proxies, row -> row.link() == link);
        removeIf(
                routes,
                row -> !row.nextHops().isEmpty() && row.nextHops().stream().allMatch(hop -> hop.link() == link));
        removeIf(policies, row -> row.key().selector().link() == link);
        removeIf(parameters, row -> row.link() == link);
        removeIf(pathMtus, row -> row.link() == link);
        removeIf(advertisedPrefixes, row -> row.link() == link);
        removeIf(raGuards, row -> row.link() == link);
        removeIf(ingress, row -> row.link() == link);
        removeIf(ndGuards, row -> row.link() == link);
        removeIf(bindings, row -> row.link() == link);
        removeIf(hostTaps, row -> row.link() == link);
        removeIf(advertising, row -> row.link() == link);
        removeIf(advertisingStates, row -> row.link() == link);
    }

    /// Neighbours that nobody has proven to exist give way to others (RFC 6583 §7.1).
    private static boolean unproven(NeighborRow row) {
        return row.confirmed() == NeighborRow.NEVER && row.state() != NeighborRow.State.PERMANENT;
    }

    /// After them those that are not in use, or not reachable.
    private static boolean unused(NeighborRow row) {
        return switch (row.state()) {
            case INCOMPLETE, FAILED, STALE, UNREACHABLE -> true;
            case REACHABLE, DELAY, PROBE, PERMANENT -> false;
        };
    }

    private static <K, R extends Row<K>> void removeIf(Rows<K, R> table, Predicate<R> which) {
        table.rows().stream().filter(which).map(Row::key).forEach(table::remove);
    }
}
