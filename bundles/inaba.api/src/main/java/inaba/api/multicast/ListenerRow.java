package inaba.api.multicast;

import inaba.api.link.AddressKey;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What MLD has told the routers of a link about a group, and what it has still to tell (RFC 3810 §6). All instants are
/// in nanoseconds.
///
/// @param filter what was reported last; [SourceFilter#NONE] while the end of listening is still to be repeated
/// @param modeReports Filter Mode Retransmission Counter, §6.1; under MLDv1 the unsolicited reports still to be sent
/// @param sourceReports Retransmission List, §6.1: sources with their Source Retransmission Counters
/// @param retransmitAt when the next State Change Report is due, or [#NEVER]
/// @param respondAt Multicast Address Timer, §6.2: when a query about the group is to be answered, or [#NEVER]
/// @param queried the sources that the query asked for; none = all
/// @param lastReporter under MLDv1, nobody else has reported the group since we did (RFC 2710 §5)
public record ListenerRow(
        int link,
        Ipv6Address group,
        SourceFilter filter,
        int modeReports,
        SortedMap<Ipv6Address, Integer> sourceReports,
        long retransmitAt,
        long respondAt,
        SortedSet<Ipv6Address> queried,
        boolean lastReporter,
        String owner)
        implements Row<AddressKey> {
    /// Nothing is due.
    public static final long NEVER = Long.MAX_VALUE;

    public ListenerRow {
        sourceReports = Collections.unmodifiableSortedMap(new TreeMap<>(sourceReports));
        queried = Collections.unmodifiableSortedSet(new TreeSet<>(queried));
    }

    /// Nothing was told yet.
    public ListenerRow(int link, Ipv6Address group, String owner) {
        this(
                link,
                group,
                SourceFilter.NONE,
                0,
                Collections.emptySortedMap(),
                NEVER,
                NEVER,
                Collections.emptySortedSet(),
                false,
                owner);
    }

    @Override
    public AddressKey key() {
        return new AddressKey(link, group);
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }

    /// The next instant at which something is due.
    public long next() {
        return Math.min(retransmitAt, respondAt);
    }

    public ListenerRow withFilter(SourceFilter now) {
        return new ListenerRow(
                link, group, now, modeReports, sourceReports, retransmitAt, respondAt, queried, lastReporter, owner);
    }

    public ListenerRow withReports(int mode, SortedMap<Ipv6Address, Integer> sources, long at) {
        return new ListenerRow(link, group, filter, mode, sources, at, respondAt, queried, lastReporter, owner);
    }

    public ListenerRow withResponse(long at, SortedSet<Ipv6Address> sources) {
        return new ListenerRow(
                link, group, filter, modeReports, sourceReports, retransmitAt, at, sources, lastReporter, owner);
    }

    public ListenerRow withLastReporter(boolean now) {
        return new ListenerRow(
                link, group, filter, modeReports, sourceReports, retransmitAt, respondAt, queried, now, owner);
    }
}
