package inaba.route;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.route.core.Advertisement;
import inaba.route.core.Learning;
import inaba.route.core.RouteChange;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Routes that hosts learn from Router Advertisements: see [Learning]. On the loop.
final class LearnedRoutes {
    private final Node node;
    private final OwnRoutes own;
    private final AdvertisedPrefixes prefixes;
    private final Supplier<Settings> settings;
    private final Counter heard;
    private final Counter refused;
    private final List<Table.Watch> watches;

    /// What to heed, and how much.
    record Settings(Learning.Accept accept, Learning.Limits limits) {
        static Settings of(RouteConfig config) {
            return new Settings(
                    new Learning.Accept(
                            config.accept_default_routers(),
                            config.accept_route_information(),
                            config.accept_on_link_prefixes()),
                    new Learning.Limits(
                            config.routers_per_link(), config.routes_per_link(), config.prefixes_per_link()));
        }
    }

    LearnedRoutes(Node node, OwnRoutes own, Supplier<Settings> settings) {
        this.node = node;
        this.own = own;
        this.settings = settings;
        prefixes = new AdvertisedPrefixes(node);
        heard = node.counters().named(OwnRoutes.OWNER + ".advertisements-heeded");
        refused = node.counters().named(OwnRoutes.OWNER + ".learned-refused");
        watches =
                List.of(node.links().watch(this::linkChanged), node.neighbors().watch(this::neighborChanged));
        for (var link : node.links().rows()) {
            forgetWhatNoLongerHolds(link);
        }
    }

    void close() {
        watches.forEach(Table.Watch::close);
    }

    /// A Router Advertisement.
    Verdict receive(Packet packet) {
        var invalid = NdInvalid.of(packet);
        if (invalid != null) {
            return invalid;
        }
        var link = node.link(packet.link());
        if (link != null && learns(link)) {
            var router = new Ipv6Header(packet.memory(), packet.network()).source();
            hear(link, router, Advertisement.read(NdInvalid.message(packet)));
        }
        return Verdict.Go.DELIVER;
    }

    private void hear(LinkRow link, Ipv6Address router, Advertisement said) {
        var now = settings.get();
        var from = new Learning.Heard(link, router, node.time().nanos(), said);
        var outcome = Learning.heard(from, of(link.index()), now.accept(), now.limits(), OwnRoutes.OWNER);
        own.apply(outcome.changes());
        heard.add(1);
        refused.add(outcome.refused()
                + prefixes.heard(link, router, said, now.limits().prefixes()));
    }

    private List<RouteRow> of(int link) {
        return own.of(link, Learning.PROTOCOL);
    }

    /// RFC 4861 §7.2.5: who no longer says that it is a router is none to us. Whether one can be reached is the
    /// engine's matter, which prefers those that can (§6.3.6).
    private void neighborChanged(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        if (before != null && before.router() && after != null && !after.router()) {
            own.apply(removal(of(after.link()).stream()
                    .filter(row -> Learning.through(row, after.link(), after.address()))
                    .toList()));
        }
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (after != null) {
            forgetWhatNoLongerHolds(after);
        }
    }

    private void forgetWhatNoLongerHolds(LinkRow link) {
        if (!learns(link)) {
            prefixes.forget(link.index());
        }
        own.apply(removal(of(link.index()).stream()
                .filter(row -> !learns(link) || !row.table().equals(link.table()))
                .toList()));
    }

    /// Hosts learn, routers do not (RFC 4861 §6.2.7: they only compare).
    private static boolean learns(LinkRow link) {
        return !link.forwarding() && link.adminUp() && link.disabled().isEmpty();
    }

    private static List<RouteChange> removal(List<RouteRow> rows) {
        return rows.stream()
                .<RouteChange>map(row -> new RouteChange.Remove(row.key()))
                .toList();
    }
}
