package inaba.api.xfrm;

import java.util.Locale;

/// Where a policy decides.
public enum Direction {
    /// Packets that leave, the node's and forwarded ones.
    OUT,
    /// Packets for the node.
    IN,
    /// Packets that came in and are to be forwarded.
    FWD;

    /// `out`
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
