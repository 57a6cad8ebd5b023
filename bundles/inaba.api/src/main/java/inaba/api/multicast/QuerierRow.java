package inaba.api.multicast;

import inaba.api.table.Row;
import inaba.wire.Ipv6Address;

/// What the queries on a link said, RFC 3810 §5.1, and what a host keeps of a link, §6.2 and §8.2.1. Instants are in
/// nanoseconds.
///
/// @param querier who sent the last query
/// @param robustness Robustness Variable, 1 upwards
/// @param intervalSeconds Query Interval of the last query that says one
/// @param responseMillis Maximum Response Delay of the last General Query
/// @param olderUntil Older Version Querier Present timer: until then MLDv1 is spoken; or [#NEVER]
/// @param respondAt Interface Timer: when a General Query is to be answered, or [#NEVER]
public record QuerierRow(
        int link,
        Ipv6Address querier,
        int robustness,
        int intervalSeconds,
        long responseMillis,
        long olderUntil,
        long respondAt,
        String owner)
        implements Row<Integer> {
    /// The timer does not run.
    public static final long NEVER = Long.MAX_VALUE;

    @Override
    public Integer key() {
        return link;
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }

    /// Host Compatibility Mode is MLDv1.
    public boolean older() {
        return olderUntil != NEVER;
    }

    public QuerierRow withOlderUntil(long until) {
        return new QuerierRow(link, querier, robustness, intervalSeconds, responseMillis, until, respondAt, owner);
    }

    public QuerierRow withRespondAt(long at) {
        return new QuerierRow(link, querier, robustness, intervalSeconds, responseMillis, olderUntil, at, owner);
    }
}
