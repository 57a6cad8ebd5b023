package inaba.ip.neighbor;

import inaba.api.neighbor.NeighborRow;
import org.jspecify.annotations.Nullable;

/// What follows from an event: the entry as it is now, null when it is gone, and what to send.
public record Step(@Nullable NeighborRow row, Action action) {
    /// What to send to, or about, the entry's address.
    public enum Action {
        NOTHING,
        /// To the solicited-node group, with our MAC; for IPv4 to all.
        SOLICIT_MULTICAST,
        /// To the entry's MAC.
        SOLICIT_UNICAST
    }

    static Step to(@Nullable NeighborRow row) {
        return new Step(row, Action.NOTHING);
    }
}
