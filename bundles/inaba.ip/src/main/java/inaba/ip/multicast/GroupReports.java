package inaba.ip.multicast;

import static inaba.api.multicast.ListenerRow.NEVER;

import inaba.api.counter.Counter;
import inaba.api.link.AddressKey;
import inaba.api.link.LinkRow;
import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.protocol.Node;
import inaba.api.time.Time;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is said of the groups of all links: keeps a row and a timer for each, and lets [Listening] or, where an older
/// querier is present, [OlderListening] decide.
public final class GroupReports implements AutoCloseable {
    private final Node node;
    private final ListenerVariables variables;
    private final ReportSender sender;
    private final LinkVersions versions;
    private final Counter unstored;
    private final Map<AddressKey, Time.Timer> timers = new HashMap<>();

    /// What is known of a link's querier.
    interface LinkVersions {
        /// The link speaks an older version.
        boolean older(int link);

        /// Robustness Variable
        int robustness(int link);
    }

    GroupReports(Node node, ListenerVariables variables, ReportSender sender, LinkVersions versions) {
        this.node = node;
        this.variables = variables;
        this.sender = sender;
        this.versions = versions;
        this.unstored = node.counters().named(variables.owner() + ".unstored");
    }

    void adopt() {
        node.listeners().adopt(variables.owner()).forEach(this::arm);
    }

    @Override
    public void close() {
        timers.values().forEach(Time.Timer::cancel);
        timers.clear();
    }

    /// What is wanted of a group is this from now on, RFC 3810 §6.1; nothing is said where it was so before.
    public void listen(LinkRow link, Ipv6Address group, SourceFilter now) {
        var row = node.listeners().get(new AddressKey(link.index(), group));
        var state = row == null ? new ListenerRow(link.index(), group, variables.owner()) : row;
        if (state.filter().equals(now)) {
            return;
        }
        if (versions.older(link.index())) {
            olderChanged(link, state, now);
        } else {
            sender.report(link, stateChange(Listening.changed(state, now, versions.robustness(link.index()))));
        }
    }

    /// Every group of the link is reported as if it were new.
    public void anew(LinkRow link) {
        var records = new ArrayList<ListenerRecord>();
        for (var state : listening(link.index())) {
            if (versions.older(link.index())) {
                start(link, state, state.filter());
            } else {
                records.addAll(stateChange(Listening.anew(state, versions.robustness(link.index()))));
            }
        }
        sender.report(link, records);
    }

    /// A query of the present version about a group.
    ///
    /// @param general when a General Query will be answered
    void queried(LinkRow link, Query query, long general) {
        var state = node.listeners().get(new AddressKey(link.index(), query.group()));
        if (state != null) {
            store(Listening.queried(state, query.sources(), within(query.delayMillis()), general));
        }
    }

    /// A query while an older version is spoken.
    void olderQueried(LinkRow link, Query query) {
        long delay = Duration.ofMillis(query.delayMillis()).toNanos();
        for (var state : listening(link.index())) {
            if (query.general() || query.group().equals(state.group())) {
                long now = node.time().nanos();
                store(OlderListening.queried(state, now + node.random().nextLong(delay + 1), now + delay));
            }
        }
    }

    /// Another listener's Report while an older version is spoken.
    public void olderHeard(LinkRow link, Ipv6Address group) {
        var state = node.listeners().get(new AddressKey(link.index(), group));
        if (state != null) {
            store(OlderListening.heard(state));
        }
    }

    /// The answer to a General Query, RFC 3810 §6.3 (1).
    void currentState(LinkRow link) {
        var records = listening(link.index()).stream()
                .map(Listening::current)
                .filter(Objects::nonNull)
                .toList();
        sender.report(link, records);
    }

    /// The link speaks another version from now on, §8.2.1.
    void versionChanged(LinkRow link) {
        for (var state : of(link.index())) {
            store(Listening.cancelled(state).withLastReporter(versions.older(link.index())));
        }
    }

    /// Nothing of the link is remembered.
    void forget(int link) {
        for (var state : of(link)) {
            node.listeners().remove(state.key());
        }
        timers.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().link() == link;
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
    }

    /// A random instant in (0, `millis`] from now.
    long within(long millis) {
        return node.time().nanos()
                + 1
                + node.random().nextLong(Duration.ofMillis(Math.max(1, millis)).toNanos());
    }

    private List<ListenerRecord> stateChange(ListenerRow state) {
        var step = Listening.report(state, within(variables.unsolicitedMillis()));
        store(step.state());
        return step.records();
    }

    private void olderChanged(LinkRow link, ListenerRow state, SourceFilter now) {
        if (now.isNone()) {
            perform(link, OlderListening.stopped(state, variables.doneAlways()));
        } else if (state.filter().isNone()) {
            start(link, state, now);
        } else {
            store(state.withFilter(now)); // older versions know no sources
        }
    }

    private void start(LinkRow link, ListenerRow state, SourceFilter filter) {
        int times = versions.robustness(link.index());
        perform(link, OlderListening.started(state, filter, times, olderNext()));
    }

    private long olderNext() {
        return within(variables.olderUnsolicitedMillis());
    }

    private void perform(LinkRow link, OlderListening.Step step) {
        store(step.state());
        switch (step.action()) {
            case REPORT -> sender.olderReport(link, step.state().group());
            case DONE -> sender.done(link, step.state().group());
            case NOTHING -> {}
        }
    }

    private void due(AddressKey key) {
        var state = node.listeners().get(key);
        var link = node.link(key.link());
        if (state == null || link == null) {
            return;
        }
        long now = node.time().nanos();
        if (versions.older(key.link())) {
            perform(link, OlderListening.expired(state, olderNext()));
            return;
        }
        if (now >= state.retransmitAt()) {
            sender.report(link, stateChange(state));
        }
        var after = node.listeners().get(key);
        if (after != null && now >= after.respondAt()) {
            var step = Listening.respond(after);
            store(step.state());
            sender.report(link, step.records());
        }
    }

    private void store(ListenerRow state) {
        if (Listening.over(state)) {
            node.listeners().remove(state.key());
        } else if (!node.listeners().put(state)) {
            unstored.add(1);
            return; // the table is full: said once, never repeated
        }
        arm(state);
    }

    private void arm(ListenerRow state) {
        var key = state.key();
        var running = timers.remove(key);
        if (running != null) {
            running.cancel();
        }
        if (state.next() != NEVER) {
            var delay = Duration.ofNanos(state.next() - node.time().nanos());
            timers.put(key, node.time().after(delay, () -> due(key)));
        }
    }

    private List<ListenerRow> of(int link) {
        return node.listeners().rows().stream()
                .filter(row -> row.link() == link && IpFamily.of(row.group()) == variables.family())
                .toList();
    }

    private List<ListenerRow> listening(int link) {
        return of(link).stream().filter(row -> !row.filter().isNone()).toList();
    }
}
