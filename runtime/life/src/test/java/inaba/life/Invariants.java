package inaba.life;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.GroupRow;
import inaba.api.link.LinkRow;
import inaba.api.multicast.ListenerRow;
import inaba.api.table.Table;
import inaba.core.count.Column;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What holds of every station whenever the network rests.
final class Invariants {
    /// No table of so small a network has as many rows: a third of it is usual.
    private static final int MOST_ROWS = 60;
    /// Addresses become deprecated by one timer that does not run more often than twice a second.
    private static final long LATE = Duration.ofSeconds(1).toNanos();
    private static final int MOST_TIMERS = 400;

    private final Site site;
    private final Lifetimes lifetimes;
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

    Invariants(Site site, Lifetimes lifetimes) {
        this.site = site;
        this.lifetimes = lifetimes;
    }

    void check() {
        for (var station : site.stations()) {
            if (station.node().exceptions() > 0) {
                throw new Violation(
                        station + " has thrown: " + station.engine().faults().reports());
            }
            station.links().forEach(link -> counters(station, link));
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

    /// What came in is accounted for, and what is counted is what the wire has carried.
    private void counters(Station station, String link) {
        var port = station.node().port(link);
        var board = station.engine().board();
        int index = station.row(link).index();
        if (!station.node().addsUp(link)) {
            throw new Violation("the counters of " + station + " " + link + " do not add up");
        }
        if (board.value(index, Column.IN) != port.delivered() || board.value(index, Column.OUT) != port.taken()) {
            throw new Violation(station + " " + link + " counts " + board.value(index, Column.IN) + " in and "
                    + board.value(index, Column.OUT) + " out, the wire " + port.delivered() + " and " + port.taken());
        }
    }

    private void tables(Station station) {
        for (Table<?, ?> table : station.engine().tables().all()) {
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
            told(station, row, now);
        }
        for (var row : station.engine().routes().rows()) {
            if (row.validUntil() <= now) {
                throw new Violation(station + " keeps a route to " + row.destination() + " beyond its lifetime");
            }
        }
    }

    /// As [Observer] asks it of what is sent.
    private void told(Station station, AddressRow row, long now) {
        if (!site.hosts.contains(station) || row.address().isLinkLocal()) {
            return;
        }
        var end = lifetimes.of(station, row.address());
        if (end == null || end.valid() < now || (row.state() == State.PREFERRED && end.preferred() < now - LATE)) {
            throw new Violation(station + " keeps " + row + ", though nobody said that it would last so long");
        }
    }

    /// MLD has told what is listened to, but for addresses that wait for their check, and groups of which it never
    /// speaks (RFC 3810 §6).
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
                        .filter(group -> !group.equals(Ipv6Address.ALL_NODES) && group.multicastScope() > 1)
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
