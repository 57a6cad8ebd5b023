package inaba.api.multicast;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;

/// What the queries of a family said on a link, RFC 3810 §5.1, and what a host keeps of a link, §6.2 and §8.2.1; for
/// IPv4 RFC 3376 §4.1, §5.2 and §7.2.1. Instants are in nanoseconds.
///
/// @param querier who sent the last query, an address of the family
/// @param robustness Robustness Variable, 1 upwards
/// @param intervalSeconds Query Interval of the last query that says one
/// @param responseMillis Maximum Response Delay of the last General Query
/// @param olderUntil Older Version Querier Present timer: until then MLDv1, or IGMPv2, is spoken; or [#NEVER]
/// @param oldestUntil until then IGMPv1 is spoken, or [#NEVER]
/// @param respondAt Interface Timer: when a General Query is to be answered, or [#NEVER]
public record QuerierRow(
        int link,
        Ipv6Address querier,
        int robustness,
        int intervalSeconds,
        long responseMillis,
        long olderUntil,
        long oldestUntil,
        long respondAt,
        String owner)
        implements Row<QuerierRow.Key> {
    /// The timer does not run.
    public static final long NEVER = Long.MAX_VALUE;

    /// One for each family on a link.
    public record Key(int link, IpFamily family) {}

    @Override
    public Key key() {
        return new Key(link, IpFamily.of(querier));
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }

    /// Host Compatibility Mode is not that of the present version.
    public boolean older() {
        return olderUntil != NEVER || oldest();
    }

    /// Host Compatibility Mode is IGMPv1.
    public boolean oldest() {
        return oldestUntil != NEVER;
    }

    /// The next instant at which something is due.
    public long next() {
        return Math.min(respondAt, Math.min(olderUntil, oldestUntil));
    }

    /// The row without the timers that are over.
    public QuerierRow at(long now) {
        return withTimers(running(olderUntil, now), running(oldestUntil, now), running(respondAt, now));
    }

    public QuerierRow withRespondAt(long at) {
        return withTimers(olderUntil, oldestUntil, at);
    }

    private QuerierRow withTimers(long older, long oldest, long respond) {
        return new QuerierRow(
                link, querier, robustness, intervalSeconds, responseMillis, older, oldest, respond, owner);
    }

    private static long running(long until, long now) {
        return now >= until ? NEVER : until;
    }
}
