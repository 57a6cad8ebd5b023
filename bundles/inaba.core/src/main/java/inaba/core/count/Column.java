package inaba.core.count;

/// What is counted of every link. `IN = FORWARDED + DELIVERED + CONSUMED + HELD + dropped` holds whenever nothing is
/// under way.
public enum Column {
    IN,
    IN_BYTES,
    FORWARDED,
    DELIVERED,
    /// Used up by the stack without an upper layer seeing them: fragments that were put together.
    CONSUMED,
    /// Waiting now: for a neighbour's MAC, for other fragments, for the control loop.
    HELD,
    DROPPED,
    OUT,
    OUT_BYTES,
    /// Frames that the device did not take.
    OUT_ERRORS,
    /// Packets that the node itself made and sent here.
    GENERATED,
    /// Copies made of packets that came in here.
    COPIES,
    /// Of [#IN], those of IPv4.
    IN_IPV4,
    /// Of [#OUT], those of IPv4.
    OUT_IPV4
}
