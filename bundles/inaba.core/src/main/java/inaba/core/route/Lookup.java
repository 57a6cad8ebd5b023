package inaba.core.route;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.core.neighbor.Adjacencies;
import inaba.core.output.DestinationSelection;
import inaba.core.output.OutputPath;
import inaba.core.output.SourceSelection;
import inaba.core.path.LinkDst;
import inaba.core.path.LocalAddresses;
import inaba.core.path.OutletDst;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lookups of the node itself, on the control loop: where its own packets go, and with which source.
public final class Lookup implements OutputPath.Resolver {
    private final Routing routing;
    private final Table<Integer, LinkRow> links;
    private final LinkMtus mtus;
    private final Table<AddressKey, AddressRow> addresses;
    private final Table<NeighborKey, NeighborRow> neighbors;
    private final Table<PathMtuRow.Key, PathMtuRow> pathMtus;
    private final Adjacencies adjacencies;
    private final Supplier<LocalAddresses> local;
    private final SourceSelection selection;

    public Lookup(
            Routing routing,
            Table<Integer, LinkRow> links,
            LinkMtus mtus,
            Table<AddressKey, AddressRow> addresses,
            Table<NeighborKey, NeighborRow> neighbors,
            Table<PathMtuRow.Key, PathMtuRow> pathMtus,
            Adjacencies adjacencies,
            Supplier<LocalAddresses> local,
            SourceSelection selection) {
        this.routing = routing;
        this.links = links;
        this.mtus = mtus;
        this.addresses = addresses;
        this.neighbors = neighbors;
        this.pathMtus = pathMtus;
        this.adjacencies = adjacencies;
        this.local = local;
        this.selection = selection;
    }

    @Override
    public OutputPath.@Nullable Way way(Ipv6Address destination, Ipv6Address source, int link) {
        if (isOnLink(destination, link)) {
            return direct(link);
        }
        if (IpFamily.of(source) == IpFamily.IPV4 && source.isLinkLocal()) {
            return direct(linkOf(source, link)); // RFC 3927 §2.6.2: never to a router
        }
        var choice = choice(destination, source, link);
        var routed = choice == null ? null : hop(choice, destination, source, link, true);
        return routed == null
                ? null
                : new OutputPath.Way(routed.hop().link(), routed.hop().dst());
    }

    @Override
    public @Nullable Ipv6Address source(Ipv6Address destination, int link) {
        int kind = local.get().kind(link, destination.high(), destination.low());
        if (kind == LocalAddresses.UNICAST) {
            return destination;
        }
        int out = link;
        NeighborKey router = null;
        if (!isOnLink(destination, link)) {
            var routed = hop(destination, Ipv6Address.UNSPECIFIED, link);
            if (routed == null) {
                return null;
            }
            var hop = routed.hop();
            out = hop.link();
            if (routed.row().preferredSource() != null) {
                return routed.row().preferredSource();
            }
            router = hop.via() == null ? null : new NeighborKey(hop.link(), hop.via());
        }
        var nextHop = router;
        return selection.pick(
                candidates(destination, out),
                destination,
                out,
                (row, _) -> nextHop != null && routing.advertised(nextHop, row.address()));
    }

    @Override
    public @Nullable AddressRow tentativeSource(Ipv6Address destination, int link) {
        var tentative = addresses.rows().stream()
                .filter(row -> row.state() == AddressRow.State.TENTATIVE && runs(row.link()))
                .filter(row -> IpFamily.of(row.address()) == IpFamily.of(destination))
                .toList();
        var to = tentative.stream()
                .filter(row -> row.address().equals(destination) && (link == 0 || link == row.link()))
                .findFirst();
        if (tentative.isEmpty() || to.isPresent()) {
            return to.orElse(null);
        }
        var subnet = comingSubnet(tentative, destination, link);
        return subnet != null ? subnet : likelyToBePicked(tentative, destination, link);
    }

    private boolean runs(int link) {
        var row = links.get(link);
        return row != null && row.runs();
    }

    /// A subnet that leads to the destination, better than the routes do now, once its address is assigned.
    private @Nullable AddressRow comingSubnet(List<AddressRow> tentative, Ipv6Address destination, int link) {
        if (isOnLink(destination, link)) {
            return null;
        }
        var choice = choice(destination, Ipv6Address.UNSPECIFIED, link);
        int known = choice == null ? -1 : choice.row().destination().length();
        return tentative.stream()
                .filter(row -> row.origin() == AddressRow.Origin.MANUAL
                        && row.prefixLength() > known
                        && row.prefixLength() < 128
                        && row.subnet().contains(destination)
                        && tableOf(row.link()).equals(tableOf(link))
                        && (link == 0 || link == row.link()))
                .max(Comparator.comparingInt(AddressRow::prefixLength))
                .orElse(null);
    }

    /// The tentative address that comes first where tentative ones count as preferred.
    private @Nullable AddressRow likelyToBePicked(List<AddressRow> tentative, Ipv6Address destination, int link) {
        int out = link;
        Ipv6Address wanted = null;
        if (!isOnLink(destination, link)) {
            var routed = hop(destination, Ipv6Address.UNSPECIFIED, link);
            if (routed == null) {
                return null;
            }
            out = routed.hop().link();
            wanted = routed.row().preferredSource();
        }
        var rows = candidates(destination, out).stream()
                .map(row -> tentative.contains(row) ? row.withState(AddressRow.State.PREFERRED) : row)
                .toList();
        var picked = wanted != null ? wanted : selection.pick(rows, destination, out, (_, _) -> false);
        return tentative.stream()
                .filter(row -> row.address().equals(picked))
                .findFirst()
                .orElse(null);
    }

    @Override
    public int pathMtu(Ipv6Address destination, OutputPath.Way way) {
        int zone = destination.isLinkLocal() || destination.isMulticast() ? way.link() : 0;
        var known = pathMtus.get(new PathMtuRow.Key(zone, destination));
        int most = way.dst().innerMtu();
        return known == null ? most : Math.min(most, known.mtu());
    }

    /// See [Node#resolve].
    public Node.@Nullable Resolved resolve(Ipv6Address destination, Ipv6Address source, int link) {
        int kind = local.get().kind(link, destination.high(), destination.low());
        String table = tableOf(link);
        if (kind == LocalAddresses.UNICAST || kind == LocalAddresses.ANYCAST) {
            return new Node.Resolved(table, null, null, destination, true, 0);
        }
        if (isOnLink(destination, link)) {
            var way = direct(link);
            var next = new Node.NextHopResult(link, destination);
            return way == null
                    ? null
                    : new Node.Resolved(
                            table,
                            null,
                            next,
                            source(destination, link),
                            false,
                            way.dst().innerMtu());
        }
        var choice = choice(destination, source, link);
        if (choice == null) {
            return null;
        }
        var routed = hop(choice, destination, source, link, false);
        if (routed == null) {
            return new Node.Resolved(table, routing.current(choice.row()), null, null, false, 0);
        }
        var hop = routed.hop();
        var neighbor = hop.via() == null ? destination : hop.via();
        var next = new Node.NextHopResult(hop.link(), neighbor);
        return new Node.Resolved(
                table,
                routing.current(routed.row()),
                next,
                source(destination, link),
                false,
                hop.dst().innerMtu());
    }

    /// True when the address is a neighbour on the link by the routes, or by its scope.
    public boolean isNeighbor(Ipv6Address address, int link) {
        if (address.isLinkLocal()) {
            return true;
        }
        var routed = hop(address, Ipv6Address.UNSPECIFIED, link);
        return routed != null && routed.hop().link() == link && routed.hop().via() == null;
    }

    private @Nullable RoutedHop hop(Ipv6Address destination, Ipv6Address source, int link) {
        var choice = choice(destination, source, link);
        return choice == null ? null : hop(choice, destination, source, link, false);
    }

    /// @param sent whether a packet goes there
    private @Nullable RoutedHop hop(
            RouteEntry choice, Ipv6Address destination, Ipv6Address source, int link, boolean sent) {
        if (Gateways.isLearned(choice.row())) {
            return routing.choose(tableOf(link), destination, source, link, sent);
        }
        var group = choice.group();
        if (group == null) {
            return null;
        }
        var hop = group.pick(destination.hashCode() * 31 + source.hashCode());
        if (link != 0 && hop.link() != link) {
            hop = group.on(link);
        }
        return hop == null ? null : new RoutedHop(choice.row(hop), hop);
    }

    private @Nullable RouteEntry choice(Ipv6Address destination, Ipv6Address source, int link) {
        var family = IpFamily.of(destination);
        var fib = routing.fib(tableOf(link), family);
        int value = FibKey.lookup(family, fib, destination.high(), destination.low());
        var entry = value < 0 ? null : routing.nextHops().get(value);
        return entry == null ? null : entry.choose(source.high(), source.low());
    }

    /// What the node knows of the way to a destination, for their order (RFC 6724 §6).
    ///
    /// @param destination with the link that it is meant on, or 0
    public DestinationSelection.Choice choice(AddressKey destination) {
        var to = destination.address();
        var found = resolve(to, Ipv6Address.UNSPECIFIED, destination.link());
        var next = found == null ? null : found.nextHop();
        if (found == null || (next == null && !found.local())) {
            return new DestinationSelection.Choice(to, 0, null, false);
        }
        var source = addresses.rows().stream()
                .filter(row -> row.address().equals(found.source())
                        && (!row.address().isLinkLocal() || next == null || row.link() == next.link()))
                .findFirst()
                .orElse(null);
        return new DestinationSelection.Choice(
                to, next == null ? 0 : next.link(), source, next == null || answers(next));
    }

    private boolean answers(Node.NextHopResult next) {
        var neighbor = neighbors.get(new NeighborKey(next.link(), next.neighbor()));
        var state = neighbor == null ? null : neighbor.state();
        return state != NeighborRow.State.FAILED && state != NeighborRow.State.UNREACHABLE;
    }

    /// RFC 6724 §4: addresses of the outgoing link; a router may come from any of its links, and so does a host that
    /// has nothing of wider scope on the outgoing one.
    private List<AddressRow> candidates(Ipv6Address destination, int link) {
        boolean linkOnly = destination.isLinkLocal() || destination.isMulticast();
        boolean anywhere = !linkOnly && (isRouter(link) || !hasWider(link));
        return addresses.rows().stream()
                .filter(row -> IpFamily.of(row.address()) == IpFamily.of(destination))
                .filter(row -> row.link() == link || (anywhere && !row.address().isLinkLocal()))
                .toList();
    }

    private boolean isRouter(int link) {
        var row = links.get(link);
        return row != null && row.forwarding();
    }

    private boolean hasWider(int link) {
        return addresses.rows().stream()
                .anyMatch(row ->
                        row.link() == link && row.usable() && !row.address().isLinkLocal());
    }

    /// Link-local and multicast destinations, and neighbours that Neighbor Discovery already knows on the link.
    private boolean isOnLink(Ipv6Address destination, int link) {
        return destination.isMulticast()
                || destination.isLinkLocal()
                || (link != 0 && neighbors.get(new NeighborKey(link, destination)) != null);
    }

    private OutputPath.@Nullable Way direct(int link) {
        int mtu = mtus.of(link);
        var row = links.get(link);
        if (row == null || mtu == 0) {
            return null;
        }
        var dst = row.pointToPoint() ? new OutletDst(link, mtu) : new LinkDst(link, mtu, adjacencies);
        return new OutputPath.Way(link, dst);
    }

    private int linkOf(Ipv6Address ours, int link) {
        return addresses.rows().stream()
                .filter(row -> row.address().equals(ours) && (link == 0 || row.link() == link))
                .findFirst()
                .map(AddressRow::link)
                .orElse(link);
    }

    private String tableOf(int link) {
        var row = links.get(link);
        return row == null ? RouteRow.MAIN : row.table();
    }
}
