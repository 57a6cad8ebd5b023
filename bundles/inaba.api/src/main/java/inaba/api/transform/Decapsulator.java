package inaba.api.transform;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/// Takes outer headers off packets for unicast addresses of ours: see [inaba.api.protocol.Node#decapsulator].
///
/// Called on workers and on the control loop, several at once: no lock, no allocation, no waiting.
@ConsumerType
public interface Decapsulator {
    /// Takes off the outer headers. [Packet#network] is the outer IP header, and [Packet#upper] the header of the
    /// protocol that was asked for; the packet is whole, and the headers between were looked at.
    ///
    /// @return AGAIN when the packet now starts with the inner IP header, and its link, network and EtherType say
    /// so; PASS
    ///     for one that nobody here has asked for, and LARGER where what is inside needs more memory, which both
    /// stay as
    ///     they were; or why it is dropped
    Verdict decapsulate(Packet packet);

    /// True when a packet like this may have been sent here: an ICMP error about it can be believed. Any thread.
    ///
    /// @param quoted from its outer IP header on, perhaps cut
    boolean sent(MemorySegment quoted);
}
