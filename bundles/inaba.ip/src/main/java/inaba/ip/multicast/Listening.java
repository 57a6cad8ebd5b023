package inaba.ip.multicast;

import static inaba.api.multicast.ListenerRow.NEVER;

import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.multicast.SourceFilter.Mode;
import inaba.ip.multicast.ListenerRecord.Type;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a listener of MLDv2 or IGMPv3 reports of one group, and when: RFC 3810 §6.1 to §6.3.
public final class Listening {
    /// Sources of queries kept for one group; a query for more is answered as one for all.
    static final int MOST_QUERIED = 512;

    private Listening() {}

    /// What follows an event: the state, and the records to send now.
    public record Step(ListenerRow state, List<ListenerRecord> records) {}

    /// The listening state changed, §6.1: sets what is to be reported `robustness` times. [#report] says it first.
    public static ListenerRow changed(ListenerRow state, SourceFilter now, int robustness) {
        var before = state.filter();
        if (before.mode() != now.mode()) {
            return state.withFilter(now).withReports(robustness, state.sourceReports(), state.retransmitAt());
        }
        var sources = new TreeMap<>(state.sourceReports());
        difference(before.sources(), now.sources()).forEach(source -> sources.put(source, robustness));
        return state.withFilter(now).withReports(state.modeReports(), sources, state.retransmitAt());
    }

    /// As if listening began now: routers could not take the reports sent so far (§5.2.13), or were not there.
    public static ListenerRow anew(ListenerRow state, int robustness) {
        var untold = state.withFilter(SourceFilter.NONE).withReports(0, Collections.emptySortedMap(), NEVER);
        return changed(untold, state.filter(), robustness);
    }

    /// A State Change Report is due, §6.1 and §6.3 (4). Each report counts for all that is still to be told: §6.1 has
    /// the source counters go down with every report, where §6.3 is silent on reports of a mode.
    ///
    /// @param next when the report would be repeated
    public static Step report(ListenerRow state, long next) {
        var records = state.modeReports() > 0 ? List.of(toMode(state)) : sourceChanges(state);
        int mode = Math.max(0, state.modeReports() - 1);
        var sources = oneLess(state.sourceReports());
        boolean more = mode > 0 || !sources.isEmpty();
        return new Step(state.withReports(mode, sources, more ? next : NEVER), records);
    }

    /// A query about the group, or about sources of it, arrived: §6.2, rules 1 and 3 to 5.
    ///
    /// @param sources none = the group as a whole
    /// @param at the instant chosen for the response
    /// @param general when a General Query will be answered, or [ListenerRow#NEVER]
    public static ListenerRow queried(ListenerRow state, SortedSet<Ipv6Address> sources, long at, long general) {
        if (state.filter().isNone() || general < at) {
            return state;
        }
        if (state.respondAt() == NEVER) {
            return state.withResponse(at, atMost(sources));
        }
        long earliest = Math.min(state.respondAt(), at);
        if (sources.isEmpty() || state.queried().isEmpty()) {
            return state.withResponse(earliest, Collections.emptySortedSet());
        }
        var both = new TreeSet<>(state.queried());
        both.addAll(sources);
        return state.withResponse(earliest, atMost(both));
    }

    /// The Multicast Address Timer expired, §6.3 (2) and (3).
    public static Step respond(ListenerRow state) {
        var answered = state.withResponse(NEVER, Collections.emptySortedSet());
        var record = state.queried().isEmpty() ? current(state) : currentOf(state);
        return new Step(answered, record == null ? List.of() : List.of(record));
    }

    /// The Current State Record of the group, §6.3 (1), or null where there is no listening state.
    public static @Nullable ListenerRecord current(ListenerRow state) {
        var filter = state.filter();
        if (filter.isNone()) {
            return null;
        }
        var type = filter.mode() == Mode.INCLUDE ? Type.IS_IN : Type.IS_EX;
        return new ListenerRecord(type, state.group(), filter.sources());
    }

    /// Nothing is pending any more, §8.2.1: the mode of the link changed.
    public static ListenerRow cancelled(ListenerRow state) {
        return state.withReports(0, Collections.emptySortedMap(), NEVER)
                .withResponse(NEVER, Collections.emptySortedSet());
    }

    /// True when nothing of the group is to be remembered.
    public static boolean over(ListenerRow state) {
        return state.filter().isNone() && state.retransmitAt() == NEVER;
    }

    private static ListenerRecord toMode(ListenerRow state) {
        var type = state.filter().mode() == Mode.INCLUDE ? Type.TO_IN : Type.TO_EX;
        return new ListenerRecord(type, state.group(), state.filter().sources());
    }

    private static List<ListenerRecord> sourceChanges(ListenerRow state) {
        var records = new ArrayList<ListenerRecord>();
        for (var type : List.of(Type.ALLOW, Type.BLOCK)) {
            var sources = new TreeSet<>(state.sourceReports().keySet());
            sources.removeIf(source -> state.filter().admits(source) != (type == Type.ALLOW));
            if (!sources.isEmpty()) {
                records.add(new ListenerRecord(type, state.group(), sources));
            }
        }
        return List.copyOf(records);
    }

    /// Which of the queried sources are wanted.
    private static @Nullable ListenerRecord currentOf(ListenerRow state) {
        var wanted = new TreeSet<>(state.queried());
        wanted.removeIf(source -> !state.filter().admits(source));
        return wanted.isEmpty() ? null : new ListenerRecord(Type.IS_IN, state.group(), wanted);
    }

    private static SortedMap<Ipv6Address, Integer> oneLess(SortedMap<Ipv6Address, Integer> counters) {
        var less = new TreeMap<Ipv6Address, Integer>();
        for (Map.Entry<Ipv6Address, Integer> one : counters.entrySet()) {
            if (one.getValue() > 1) {
                less.put(one.getKey(), one.getValue() - 1);
            }
        }
        return less;
    }

    private static SortedSet<Ipv6Address> difference(SortedSet<Ipv6Address> a, SortedSet<Ipv6Address> b) {
        var either = new TreeSet<>(a);
        either.addAll(b);
        either.removeIf(source -> a.contains(source) && b.contains(source));
        return either;
    }

    private static SortedSet<Ipv6Address> atMost(SortedSet<Ipv6Address> sources) {
        return sources.size() > MOST_QUERIED ? Collections.emptySortedSet() : sources;
    }
}
