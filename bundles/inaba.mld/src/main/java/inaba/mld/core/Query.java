package inaba.mld.core;

import inaba.wire.Ipv6Address;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A valid query as a listener understands it, RFC 3810 §5.1, RFC 2710 §3.
///
/// @param older it is of MLDv1
/// @param group [Ipv6Address#UNSPECIFIED] in a General Query
/// @param sources none = the group as a whole
/// @param delayMillis Maximum Response Delay
/// @param robustness 0 = unsaid
/// @param intervalSeconds 0 = unsaid
public record Query(
        boolean older,
        Ipv6Address querier,
        Ipv6Address group,
        SortedSet<Ipv6Address> sources,
        long delayMillis,
        int robustness,
        int intervalSeconds) {
    public Query {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    public boolean general() {
        return group.isUnspecified();
    }
}
