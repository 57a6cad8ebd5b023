package inaba.life;

import inaba.api.link.AddressRow;
import inaba.api.link.GroupRow;
import inaba.api.table.Row;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happens to the network, at random.
final class Happenings {
    private static final Duration CLAIM = Duration.ofSeconds(15);

    private final Site site;
    private final Random random;
    private final Observer observer;
    private final Lifetimes lifetimes;
    private final Map<Station, Long> cut = new HashMap<>();
    private final Set<Station> silent = new HashSet<>();
    private long disturbedUntil;
    private long lossUntil;
    private @Nullable Station claimed;
    private boolean claimsLinkLocal;
    private long claimedUntil;

    Happenings(Site site, Random random, Observer observer, Lifetimes lifetimes) {
        this.site = site;
        this.random = random;
        this.observer = observer;
        this.lifetimes = lifetimes;
        site.lan.loses(frame -> carried(site.lan, frame));
        site.net.loses(frame -> carried(site.net, frame));
    }

    /// Lets something happen.
    ///
    /// @return what it was
    String any() {
        var host = any(site.hosts);
        return switch (random.nextInt(13)) {
            case 0 -> renumber(Duration.ofHours(3));
            case 1 -> renumber(Duration.ZERO);
            case 2, 3 -> cut(any(site.routers), between(60, 21_600));
            case 4 -> cease(any(site.routers), between(600, 10_800));
            case 5 -> duplicate(host);
            case 6 -> cut(host, between(1, 600));
            case 7 -> swap(any(site.stations()));
            case 8 -> lose(between(60, 600));
            case 9 -> listen(host);
            case 10 -> takeDown(host, between(1, 600));
            case 11 -> query();
            default -> add(host);
        };
    }

    /// The time since which nothing has been wrong that the network could not know of, in nanoseconds.
    long calmSince() {
        return disturbedUntil;
    }

    /// There is a router that hosts can know of, and nothing is lost.
    boolean serves() {
        return site.routers.stream().anyMatch(router -> router.isUp() && !silent.contains(router));
    }

    private String renumber(Duration notice) {
        var before = site.renumber();
        later(notice, () -> site.silence(before));
        later(notice.plusHours(5), () -> site.remove(before));
        return "renumbered, " + before + " is told for another " + notice;
    }

    private String cut(Station station, Duration time) {
        if (cut.containsKey(station)) {
            return "nothing";
        }
        cut.put(station, site.now());
        station.carrier(false);
        disturbed();
        later(time, () -> {
            cut.remove(station);
            station.carrier(true);
            disturbed();
        });
        return station + " is cut off for " + time;
    }

    /// A person takes a link down and up again, which also brings one back that a duplicate of its MAC has disabled.
    private String takeDown(Station host, Duration time) {
        if (!host.row("lan").adminUp()) {
            return "nothing";
        }
        host.engine().links().put(host.row("lan").withAdminUp(false));
        disturbed();
        later(time, () -> {
            host.engine().links().put(host.row("lan").withAdminUp(true));
            disturbed();
        });
        return host + " is taken down for " + time;
    }

    /// Somebody who speaks one of the versions of MLD asks what is listened to.
    private String query() {
        boolean older = random.nextBoolean();
        site.lan.inject(Queries.general(older));
        return "a query of MLDv" + (older ? 1 : 2);
    }

    private String cease(Station router, Duration time) {
        if (!silent.add(router)) {
            return "nothing";
        }
        site.cease(router);
        disturbed();
        later(time, () -> {
            silent.remove(router);
            site.advertise(router);
            disturbed();
        });
        return router + " ceases to advertise for " + time;
    }

    /// A stranger has the first link-local or global address that the host checks now.
    private String duplicate(Station host) {
        var what = cut(host, between(1, 5));
        claimed = host;
        claimsLinkLocal = random.nextInt(4) == 0;
        claimedUntil = site.now() + CLAIM.toNanos();
        return what + ", and a stranger claims a " + (claimsLinkLocal ? "link-local" : "global") + " address of it";
    }

    private String swap(Station station) {
        return "a successor of " + station.swap(random.nextInt(100)) + " on " + station;
    }

    private String lose(Duration time) {
        lossUntil = site.now() + time.toNanos();
        disturbed();
        later(time, this::disturbed);
        return "three frames of ten are lost for " + time;
    }

    private String listen(Station host) {
        var group = Ipv6Address.parse("ff05::db8:0").withInterfaceId(random.nextInt(5));
        var row = new GroupRow(host.row("lan").index(), group, Row.PERSON);
        if (host.engine().groups().remove(row.key()) != null) {
            return host + " leaves " + group;
        }
        host.engine().groups().put(row);
        return host + " joins " + group;
    }

    private String add(Station host) {
        var preferred = between(60, 3_600);
        var valid = preferred.plus(between(1, 3_600));
        var address = Ipv6Address.parse(site.choice(random.nextInt(5)));
        var row = new AddressRow(
                host.row("lan").index(),
                address,
                64,
                AddressRow.Origin.MANUAL,
                false,
                AddressRow.State.TENTATIVE,
                0,
                site.now() + preferred.toNanos(),
                site.now() + valid.toNanos(),
                Row.PERSON);
        if (host.engine().addresses().get(row.key()) != null) {
            return "nothing";
        }
        lifetimes.typed(host, address, row.preferredUntil(), row.validUntil());
        host.engine().addresses().put(row);
        return host + " gets " + address + " for " + preferred + " of " + valid;
    }

    private boolean carried(Wire wire, Wire.Frame frame) {
        observer.sent(wire, frame);
        claim(frame);
        return site.now() < lossUntil && random.nextInt(10) < 3;
    }

    private void claim(Wire.Frame frame) {
        if (claimed == null || site.now() > claimedUntil || !frame.from().equals(claimed.mac("lan"))) {
            return;
        }
        var bytes = MemorySegment.ofArray(frame.bytes());
        var ip = new Ipv6Header(bytes, EthernetHeader.BYTES);
        var message = bytes.asSlice(EthernetHeader.BYTES + (long) Ipv6Header.BYTES);
        if (ip.nextHeader() != IpProtocol.ICMPV6
                || !ip.source().isUnspecified()
                || new Icmpv6Header(message, 0).type() != Icmpv6Type.NEIGHBOR_SOLICITATION) {
            return;
        }
        var target = new NeighborSolicitation(message).targetAddress();
        if (target.isLinkLocal() == claimsLinkLocal) {
            claimed = null;
            var claim = NdFrame.neighborAdvertisement(target.toString(), "O");
            later(Duration.ofMillis(100), () -> site.lan.inject(claim.bytes()));
        }
    }

    private void disturbed() {
        disturbedUntil = Math.max(site.now(), lossUntil);
        observer.disturbed();
    }

    private void later(Duration delay, Runnable task) {
        site.lab.time().after(delay, task);
    }

    private Duration between(int seconds, int most) {
        return Duration.ofSeconds(random.nextInt(seconds, most + 1));
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
