package inaba.api.transform;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import org.osgi.annotation.versioning.ConsumerType;

/// One link of a chain of outputs. Shared by all workers, so it keeps no state of a packet.
@ConsumerType
public interface Dst {
    /// The largest packet that this chain carries without making it longer than the link allows, in bytes.
    int innerMtu();

    /// Adds its bytes and passes the packet on. The caller no longer owns a packet whose verdict is FORWARD or HELD.
    Verdict output(Packet packet, Egress egress);

    /// What a worker offers to the chain.
    interface Egress {
        /// Queues a complete frame on a link; it goes out at the end of the burst at the latest.
        Verdict transmit(int link, Packet frame);
    }
}
