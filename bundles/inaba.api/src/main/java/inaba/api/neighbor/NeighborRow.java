package inaba.api.neighbor;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;

/// A neighbour cache entry, RFC 4861 §5.1, with the whole state that a successor of `inaba.nd` needs.
///
/// @param mac [MacAddress#ZERO] while it is not known
/// @param router the IsRouter flag
/// @param probes solicitations sent in the present state
/// @param since instant of the last change of state, nanoseconds
/// @param confirmed instant of the last reachability confirmation, nanoseconds, or [#NEVER]
public record NeighborRow(
        int link,
        Ipv6Address address,
        MacAddress mac,
        State state,
        boolean router,
        int probes,
        long since,
        long confirmed,
        String owner)
        implements Row<NeighborKey> {
    /// [#confirmed] of a neighbour that never answered us.
    public static final long NEVER = Long.MIN_VALUE;

    /// RFC 4861 §7.3.2, RFC 7048, and the states iproute2 adds.
    public enum State {
        INCOMPLETE,
        REACHABLE,
        STALE,
        DELAY,
        PROBE,
        UNREACHABLE,
        FAILED,
        PERMANENT;

        /// Packets can be sent with the entry's MAC.
        public boolean resolved() {
            return this != INCOMPLETE && this != FAILED;
        }
    }

    public IpFamily family() {
        return IpFamily.of(address);
    }

    @Override
    public NeighborKey key() {
        return new NeighborKey(link, address);
    }

    @Override
    public long validUntil() {
        return FOREVER;
    }
}
