package inaba.ip.multicast;

import inaba.wire.Ipv6Address;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A valid query as a listener understands it, RFC 3810 §5.1, RFC 2710 §3, RFC 3376 §4.1.
///
/// @param group [Ipv6Address#UNSPECIFIED] in a General Query
/// @param sources none = the group as a whole
/// @param delayMillis Maximum Response Delay
/// @param robustness 0 = unsaid
/// @param intervalSeconds 0 = unsaid
public record Query(
        Version version,
        Ipv6Address querier,
        Ipv6Address group,
        SortedSet<Ipv6Address> sources,
        long delayMillis,
        int robustness,
        int intervalSeconds) {
    /// What the querier speaks.
    public enum Version {
        /// MLDv2, IGMPv3.
        CURRENT,
        /// MLDv1, IGMPv2.
        OLDER,
        /// IGMPv1.
        OLDEST
    }

    public Query {
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    }

    /// A query that says neither sources nor the querier's variables.
    public static Query older(Version version, Ipv6Address querier, Ipv6Address group, long delayMillis) {
        return new Query(version, querier, group, Collections.emptySortedSet(), delayMillis, 0, 0);
    }

    public boolean older() {
        return version != Version.CURRENT;
    }

    public boolean general() {
        return group.isUnspecified();
    }
}
