package inaba.api.transform;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import org.osgi.annotation.versioning.ConsumerType;

/// Asks security policy where RFC 4301 §5 wants it asked: see [inaba.api.protocol.Node#gate]. One at a time.
///
/// Called on workers and on the control loop, several at once: no lock, no waiting, and no allocation but where a chain
/// is made that was not there.
@ConsumerType
public interface PolicyGate {
    /// A packet that leaves, whether the node made it or forwards it, its route found.
    ///
    /// @param link that it would leave by
    /// @param next where its route leads
    /// @return `next` when it may go as it is; else the chain that protects it and then goes on, or one that
    /// refuses it
    Dst out(Packet packet, int link, Dst next);

    /// A packet for this node, whole, just before its upper layer gets it.
    ///
    /// @return DELIVER, or why it is dropped
    Verdict in(Packet packet);

    /// A packet that came in and is about to be forwarded.
    ///
    /// @return DELIVER, or why it is dropped
    Verdict forward(Packet packet);
}
