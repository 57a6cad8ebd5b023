package inaba.life;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.GroupRow;
import inaba.api.link.LinkRow;
import inaba.api.multicast.ListenerRow;
import inaba.api.table.Table;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What holds of every station whenever the network rests.
final class Invariants {
    /// No table of so small a network has as many rows.
    private static final int MOST_ROWS = 120;
    /// Addresses become deprecated by one timer that does not run more often than twice a second.
    private static final long LATE = Duration.ofSeconds(1).toNanos();
    private static final int MOST_TIMERS = 2_000;

    private final Site site;
    private final Map<Station, Membership> checked = new HashMap<>();

    /// What decides which groups a station has to tell.
    private record Membership(
            List<LinkRow> links, List<GroupRow> groups, List<AddressRow> addresses, List<ListenerRow> listeners) {
        static Membership of(Station station) {
            var engine = station.engine();
            return new Membership(
                    engine.links().rows(),
                    engine.groups().rows(),
                    engine.addresses().rows(),
                    engine.listeners().rows());
        }
    }

    Invariants(Site site) {
        this.site = site;
    }

    void check() {
        for (var station : site.stations()) {
            if (station.node().exceptions() > 0) {
                throw new Violation(
                        station + " has thrown: " + station.engine().faults().reports());
            }
            for (var link : station.links()) {
                if (!station.node().addsUp(link)) {
                    throw new Violation("the counters of " + station + " " + link + " do not add up");
                }
            }
            tables(station);
            lifetimes(station);
            var membership = Membership.of(station);
            if (!membership.equals(checked.put(station, membership))) {
                groups(station);
            }
        }
        if (site.lab.time().pending() > MOST_TIMERS) {
            throw new Violation(site.lab.time().pending() + " timers are pending");
        }
    }

    /// Packets come back to the pool; call it when nothing was sent for a while.
    void poolIsWhole() {
        for (var station : site.stations()) {
            if (station.missing() != 0) {
                throw new Violation(station + " has lost " + station.missing() + " packets of its pool");
            }
        }
    }

    /// New packets do not come from deprecated addresses while there are others, RFC 6724 §5 rule 3.
    void source(Station host) {
        var source = host.engine().output().source(Site.SERVER, 0);
        var row = source == null ? null : host.address("lan", source);
        boolean better = host.globals().stream().anyMatch(one -> one.state() == State.PREFERRED);
        if (row != null && row.state() == State.DEPRECATED && better) {
            throw new Violation(host + " would send from the deprecated " + source);
        }
    }

    private void tables(Station station) {
        var tables = station.engine().tables();
        for (Table<?, ?> table : List.of(
                tables.addresses,
                tables.groups,
                tables.listeners,
                tables.queriers,
                tables.neighbors,
                tables.routes,
                tables.parameters,
                tables.pathMtus,
                tables.advertisedPrefixes)) {
            if (table.size() > MOST_ROWS) {
                throw new Violation(station + " has " + table.size() + " " + table.name());
            }
        }
    }

    private void lifetimes(Station station) {
        long now = site.now();
        for (var row : station.engine().addresses().rows()) {
            if (row.validUntil() <= now) {
                throw new Violation(station + " keeps " + row.address() + " beyond its lifetime");
            }
            if (row.state() == State.PREFERRED && row.preferredUntil() < now - LATE) {
                throw new Violation(station + " prefers " + row.address() + " beyond its preferred lifetime");
            }
        }
        for (var row : station.engine().routes().rows()) {
            if (row.validUntil() <= now) {
                throw new Violation(station + " keeps a route to " + row.destination() + " beyond its lifetime");
            }
        }
    }

    /// MLD has told what is listened to, but for addresses that wait for their check.
    private void groups(Station station) {
        for (var name : station.links()) {
            var link = station.row(name);
            var told = new TreeSet<Ipv6Address>();
            for (ListenerRow row : station.engine().listeners().rows()) {
                if (row.link() == link.index() && !row.filter().isNone()) {
                    told.add(row.group());
                }
            }
            var wanted = new TreeSet<Ipv6Address>();
            if (link.runs()) {
                station.engine().groups().rows().stream()
                        .filter(row -> row.link() == link.index())
                        .map(GroupRow::group)
                        .filter(group -> !group.equals(Ipv6Address.ALL_NODES))
                        .forEach(wanted::add);
                station.engine().addresses().rows().stream()
                        .filter(row -> row.state() == State.TENTATIVE && row.dadTries() == 0)
                        .forEach(row -> {
                            wanted.remove(row.address().solicitedNode());
                            told.remove(row.address().solicitedNode());
                        });
            }
            if (!told.equals(wanted)) {
                throw new Violation(station + " " + name + " listens to " + wanted + " and has told " + told);
            }
        }
    }
}
