package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.neighbor.Adjacency;

/// What the path of a packet asks of the control loop. A worker's go through its ring; the loop's own are served at
/// once.
public interface Upcalls {
    /// The packet, which starts with its IPv6 header, waits for the MAC of a neighbour.
    ///
    /// @return HELD, or why it cannot wait; the packet then is still the caller's
    Verdict hold(int link, long high, long low, Packet packet);

    /// A packet went to a neighbour that wanted to hear of it.
    void used(Adjacency adjacency);

    /// The dropped packet is to be answered with an ICMPv6 error, and is no longer the caller's.
    void error(Packet packet, int type, int code, int parameter);

    /// The packet is for this node.
    ///
    /// @return HELD, or why it cannot be taken; the packet then is still the caller's
    Verdict deliver(Packet packet);

    /// The packet, a copy that is no longer the caller's, went out where it came in, to this better first hop.
    void redirect(Packet copy, long targetHigh, long targetLow);
}
