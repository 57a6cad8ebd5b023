package inaba.ip.neighbor;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.NeighborRow.State;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.table.Table;
import inaba.api.time.Time;
import inaba.ip.limit.TokenBuckets;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Drives a family's entries of the neighbour table by [Nud]: one timer an entry, armed by what the row says.
///
/// Whoever writes a row, a person or the engine that makes room, the timer follows it.
public final class NeighborCache implements AutoCloseable {
    private static final int MOST_LINKS = 4096;
    /// Parts of the burst: for neighbours that have answered before, and for these and those not tried lately.
    private static final double FOR_PROVEN = 0.25;

    private static final double FOR_UNTRIED = 0.5;

    private final Node node;
    private final IpFamily family;
    private final Nud nud;
    private final IntFunction<Timing> timings;
    private final Predicate<NeighborKey> routers;
    private final Solicitor solicitor;
    private final Counter full;
    private final Counter failures;
    private final Counter limited;
    private final TokenBuckets<Integer> resolutions;
    private final int maxUnproven;
    private final Map<NeighborKey, Time.Timer> timers = new HashMap<>();
    private final Map<NeighborKey, Ipv6Address> prompted = new HashMap<>();
    private final Set<NeighborKey> used = new HashSet<>();
    private final Table.Watch watch;
    private int unproven;

    /// What keeps a flood of addresses from being a flood of entries and questions, RFC 6583 §6.4 and §7.1.
    ///
    /// @param resolutionsPerSecond that may begin on a link, and at once
    /// @param unproven entries of those who never proved that they exist
    public record Limits(int resolutionsPerSecond, int unproven) {}

    /// @param owner whose the rows are, and the prefix of the counters
    /// @param timings those of a link
    /// @param routers those who are known to be routers before there is an entry for them (RFC 4861 §6.3.4)
    public NeighborCache(
            Node node,
            IpFamily family,
            String owner,
            Limits limits,
            IntFunction<Timing> timings,
            Predicate<NeighborKey> routers,
            Solicitor solicitor) {
        this.node = node;
        this.family = family;
        this.nud = new Nud(owner);
        this.timings = timings;
        this.routers = routers;
        this.solicitor = solicitor;
        this.full = node.counters().named(owner + ".table-full");
        this.failures = node.counters().named(owner + ".resolutions-failed");
        this.limited = node.counters().named(owner + ".entries-limited");
        this.resolutions = new TokenBuckets<>(limits.resolutionsPerSecond(), MOST_LINKS);
        this.maxUnproven = limits.unproven();
        this.watch = node.neighbors().watch(this::changed);
    }

    /// Takes over what a predecessor left. A row that was UNREACHABLE may be in use: it is solicited once more when it
    /// is time.
    public void adopt() {
        node.neighbors().rows().forEach(row -> unproven += count(row));
        for (var row : node.neighbors().adopt(nud.owner())) {
            var link = node.link(row.link());
            if (link == null || !runs(link)) {
                node.neighbors().remove(row.key());
                continue;
            }
            if (row.state() == State.UNREACHABLE) {
                used.add(row.key());
            }
            arm(row);
        }
    }

    public @Nullable NeighborRow get(NeighborKey key) {
        return node.neighbors().get(key);
    }

    /// The neighbour's MAC, or null when packets to it have to wait.
    public @Nullable MacAddress mac(NeighborKey key) {
        var row = get(key);
        return row != null && row.state().resolved() ? row.mac() : null;
    }

    /// A packet waits; `source` is its source when that is ours. Resolutions are limited for each link; a
    /// quarter of the burst is for neighbours that have answered before, and half of it not for those that
    /// failed lately and never did, so that a sweep over a subnet neither floods the link nor keeps others from
    /// being resolved (RFC 6583 §6.4 and §7.1).
    ///
    /// @return true when the packet may wait
    public boolean resolve(NeighborKey key, Ipv6Address source) {
        var row = get(key);
        if (row != null && row.state() != State.FAILED) {
            return true;
        }
        if (!resolutions.take(key.link(), node.time().nanos(), reserve(row))) {
            limited.add(1);
            return false;
        }
        prompted.put(key, source);
        apply(key, new NudEvent.PacketToSend());
        return get(key) != null;
    }

    private static double reserve(@Nullable NeighborRow row) {
        if (row == null) {
            return FOR_PROVEN;
        }
        return row.confirmed() == NeighborRow.NEVER ? FOR_UNTRIED : 0;
    }

    /// Somebody asks, or announces itself, and gives its MAC. So many who never proved that they exist are remembered,
    /// and no more (RFC 6583 §7.1).
    ///
    /// @return true when it is remembered
    public boolean heard(NeighborKey key, MacAddress mac, @Nullable Boolean router) {
        if (get(key) == null && unproven >= maxUnproven) {
            limited.add(1);
            return false;
        }
        apply(key, new NudEvent.Heard(mac, router));
        return true;
    }

    /// A packet was sent to a neighbour that is STALE or UNREACHABLE.
    public void used(NeighborKey key) {
        var row = get(key);
        if (row != null && row.state() == State.UNREACHABLE) {
            used.add(key);
            arm(row);
        } else {
            apply(key, new NudEvent.Used());
        }
    }

    public void apply(NeighborKey key, NudEvent event) {
        var before = get(key);
        long now = node.time().nanos();
        var step = nud.step(key, before, event, now, timings.apply(key.link()));
        if (before == null && step.row() != null && routers.test(key)) {
            step = nud.asRouter(step);
        }
        if (write(key, before, step.row())) {
            perform(key, step);
        }
    }

    /// The link's timing changed: neighbours are reachable for the new time. A pause between two solicitations that has
    /// begun is kept, so that no two of them are closer than the RetransTimer that held for the first (§7.2.2,
    /// §7.3.3).
    public void rearm(int link) {
        node.neighbors().rows().stream()
                .filter(row -> row.link() == link && isOurs(row) && row.state() == State.REACHABLE)
                .forEach(this::arm);
    }

    /// Forgets the neighbours of a link, and those a person made with it when the link itself is gone.
    public void flush(int link, boolean all) {
        for (var row : node.neighbors().rows()) {
            if (row.link() == link && isOurs(row) && (all || !row.owner().equals(Row.PERSON))) {
                node.neighbors().remove(row.key());
            }
        }
    }

    @Override
    public void close() {
        watch.close();
        timers.values().forEach(Time.Timer::cancel);
        timers.clear();
    }

    private boolean write(NeighborKey key, @Nullable NeighborRow before, @Nullable NeighborRow after) {
        if (after == null) {
            node.neighbors().remove(key);
            return false;
        }
        if (after.equals(before) || node.neighbors().put(after)) {
            return true;
        }
        prompted.remove(key);
        full.add(1);
        return false;
    }

    private void perform(NeighborKey key, Step step) {
        var link = node.link(key.link());
        var row = step.row();
        if (link == null || row == null) {
            return;
        }
        switch (step.action()) {
            case SOLICIT_MULTICAST ->
                solicitor.solicitByMulticast(link, key.address(), prompted.getOrDefault(key, Ipv6Address.UNSPECIFIED));
            case SOLICIT_UNICAST -> solicitor.solicitByUnicast(link, key.address(), row.mac());
            case NOTHING -> {}
        }
    }

    /// Follows the table. What another watcher does about a change may be the next change, told before this one: the
    /// row as it is now decides.
    private void changed(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        unproven += count(after) - count(before);
        var any = after == null ? before : after;
        if (any == null || !isOurs(any)) {
            return;
        }
        var row = get(any.key());
        if (row == null) {
            forget(any.key());
            return;
        }
        if (after != null && after.state() == State.FAILED && before != null && before.state() != State.FAILED) {
            failures.add(1);
        }
        if (row.state() != State.INCOMPLETE) {
            prompted.remove(row.key());
        }
        used.remove(row.key());
        arm(row);
    }

    private int count(@Nullable NeighborRow row) {
        boolean counts =
                row != null && isOurs(row) && row.confirmed() == NeighborRow.NEVER && row.state() != State.PERMANENT;
        return counts ? 1 : 0;
    }

    private boolean isOurs(NeighborRow row) {
        return IpFamily.of(row.address()) == family;
    }

    /// Where IPv6 is disabled IPv4 still runs.
    private boolean runs(LinkRow link) {
        return family == IpFamily.IPV6 ? link.runs() : link.up();
    }

    private void forget(NeighborKey key) {
        disarm(key);
        prompted.remove(key);
        used.remove(key);
    }

    private void arm(NeighborRow row) {
        var key = row.key();
        disarm(key);
        long deadline = Nud.deadline(row, used.contains(key), timings.apply(row.link()));
        if (deadline != Row.FOREVER) {
            long delay = deadline - node.time().nanos();
            timers.put(key, node.time().after(Duration.ofNanos(delay), () -> expired(key)));
        }
    }

    private void disarm(NeighborKey key) {
        var timer = timers.remove(key);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void expired(NeighborKey key) {
        timers.remove(key);
        apply(key, new NudEvent.Timeout(used.contains(key)));
    }
}
