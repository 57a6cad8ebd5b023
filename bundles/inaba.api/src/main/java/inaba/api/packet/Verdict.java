package inaba.api.packet;

/// What a stage says of a packet: where it goes next, or why it goes no further.
public sealed interface Verdict permits Verdict.Go, DropReason {
    /// The ways on.
    enum Go implements Verdict {
        /// Carry on with the next stage. From a protocol: accepted and used.
        DELIVER,
        /// Sent, or queued to be sent.
        FORWARD,
        /// Kept by the stage, which now owns the packet; it will be counted again when let go.
        HELD,
        /// Another packet now, what was inside: it begins anew where packets come in, on the link that it says.
        AGAIN,
        /// Nothing of mine: as if the stage had not been asked.
        PASS,
        /// What comes of it does not fit into the packet's memory: it stays as it was, to come again with more.
        LARGER
    }
}
