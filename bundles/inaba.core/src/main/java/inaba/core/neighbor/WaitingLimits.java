package inaba.core.neighbor;

/// How many packets wait until the MAC of their neighbour is known, RFC 4861 §7.2.2: the oldest gives way.
///
/// @param perNeighbor one at least
/// @param total of all neighbours
public record WaitingLimits(int perNeighbor, int total) {
    public static final WaitingLimits STANDARD = new WaitingLimits(32, 2048);
}
