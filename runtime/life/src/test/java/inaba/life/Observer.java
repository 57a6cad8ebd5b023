package inaba.life;

import inaba.api.route.RouteRow;
import inaba.testkit.Wire;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sees every frame at the instant at which it is sent, and holds it against what its sender may send.
final class Observer {
    /// NUD finds out within this: REACHABLE_TIME at its longest, DELAY_FIRST_PROBE_TIME, and three probes.
    private static final long FOUND_OUT = Duration.ofSeconds(45 + 5 + 3 + 2).toNanos();

    private final Site site;
    private final Lifetimes lifetimes;
    private final Map<Pair, Attempt> attempts = new HashMap<>();

    private @Nullable Violation first;

    private record Pair(Station from, Station router) {}

    /// A station's first packet to a router that was dead already, and the routers that it could have used instead.
    private record Attempt(long at, Set<Station> others) {}

    Observer(Site site, Lifetimes lifetimes) {
        this.site = site;
        this.lifetimes = lifetimes;
    }

    /// What is known of routers that a station tried in vain is void: something else is wrong with it or with them.
    void disturbed() {
        attempts.clear();
    }

    /// Frames are sent from within an engine, which would take what is thrown there for a fault of its bundles: the
    /// first violation is kept for [#check].
    void sent(Wire wire, Wire.Frame carried) {
        try {
            judge(wire, carried);
        } catch (Violation violation) {
            if (first == null) {
                first = violation;
            }
        }
    }

    /// @throws Violation the first one since the beginning
    void check() {
        if (first != null) {
            throw first;
        }
    }

    private void judge(Wire wire, Wire.Frame carried) {
        for (var station : site.stations()) {
            for (var link : station.links()) {
                if (station.mac(link).equals(carried.from())) {
                    check(station, link, MemorySegment.ofArray(carried.bytes()));
                    return;
                }
            }
        }
        if (!carried.from().equals(MacAddress.ZERO)) {
            throw new Violation("a frame of nobody on " + (wire == site.lan ? "lan" : "net"));
        }
    }

    private void check(Station station, String link, MemorySegment frame) {
        var ip = new Ipv6Header(frame, EthernetHeader.BYTES);
        source(station, link, ip);
        if (ip.nextHeader() == IpProtocol.ICMPV6) {
            target(station, link, frame.asSlice(EthernetHeader.BYTES + (long) Ipv6Header.BYTES));
        } else if (ip.nextHeader() == Traveller.EXPERIMENT && !station.isRouter()) {
            firstHop(station, link, new EthernetHeader(frame, 0).destination());
        }
    }

    /// No address is used before it is ours or beyond its lifetime.
    private void source(Station station, String link, Ipv6Header ip) {
        var source = ip.source();
        if (source.isUnspecified()) {
            if (!ip.destination().isMulticast()) {
                throw new Violation(station + " sends from :: to " + ip.destination());
            }
            return;
        }
        if (station.isRouter() && !source.isLinkLocal() && !station.wasEverOurs(source)) {
            return; // forwarded
        }
        ours(station, link, source, "sends from");
    }

    private void target(Station station, String link, MemorySegment message) {
        int type = new Icmpv6Header(message, 0).type();
        if (type == Icmpv6Type.NEIGHBOR_ADVERTISEMENT) {
            ours(station, link, new NeighborAdvertisement(message).targetAddress(), "advertises");
        } else if (type == Icmpv6Type.ROUTER_ADVERTISEMENT) {
            lifetimes.told(new RouterAdvertisement(message), site.now());
        }
    }

    private void ours(Station station, String link, Ipv6Address address, String what) {
        for (var each : station.links()) {
            var row = each.equals(link) || !address.isLinkLocal() ? station.address(each, address) : null;
            if (row != null && row.usable() && row.validUntil() >= site.now()) {
                lasts(station, address, what);
                return;
            }
        }
        if (station.isRouter() && what.equals("advertises") && address.low() == 0) {
            return; // Subnet-Router anycast, RFC 4291 §2.6.1
        }
        throw new Violation(station + " " + what + " " + address + ", which is "
                + (station.address(link, address) == null ? "none of its addresses" : station.address(link, address)));
    }

    /// Whatever its table says.
    private void lasts(Station station, Ipv6Address address, String what) {
        if (!site.hosts.contains(station) || address.isLinkLocal()) {
            return;
        }
        var end = lifetimes.of(station, address);
        if (end == null || site.now() > end.valid()) {
            throw new Violation(station + " " + what + " " + address + ", which nobody said would last so long");
        }
    }

    /// Once NUD can know, no packet goes to a router that does not answer while there is another.
    private void firstHop(Station station, String link, MacAddress to) {
        for (var router : site.routers) {
            if (!router.mac(link).equals(to)) {
                continue;
            }
            var pair = new Pair(station, router);
            if (router.isUp()) {
                attempts.remove(pair);
                return;
            }
            var others = others(station, link, router);
            var first = attempts.computeIfAbsent(pair, _ -> new Attempt(site.now(), others));
            var stillThere = new HashSet<>(first.others());
            stillThere.retainAll(others);
            if (!stillThere.isEmpty() && site.now() - first.at() > FOUND_OUT) {
                throw new Violation(
                        station + " still sends to " + router + ", dead, " + Duration.ofNanos(site.now() - first.at())
                                + " after its first packet; there are " + stillThere);
            }
        }
    }

    private Set<Station> others(Station station, String link, Station dead) {
        var others = new HashSet<Station>();
        for (var router : site.routers) {
            if (router != dead && router.isUp() && hasDefault(station, router, link)) {
                others.add(router);
            }
        }
        return others;
    }

    private static boolean hasDefault(Station station, Station router, String link) {
        int index = router.row(link).index();
        return router.engine().addresses().rows().stream()
                .filter(row -> row.link() == index && row.address().isLinkLocal() && row.usable())
                .anyMatch(row -> station.engine().routes().rows().stream()
                        .filter(route ->
                                route.destination().equals(Prefix.ALL) && route.kind() == RouteRow.Kind.UNICAST)
                        .flatMap(route -> route.nextHops().stream())
                        .anyMatch(hop -> row.address().equals(hop.via())));
    }
}
