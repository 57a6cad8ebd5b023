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

        /// Sends a packet that an outer IP header was put before, which [Packet#start] and [Packet#etherType]
        /// say. It is looked up on this thread; what is longer than it may be goes in fragments, of IPv4 unless
        /// DF is set. An IPv4 header's identification and checksum are filled in here.
        ///
        /// @param link whose table is asked, and by which alone it may leave; 0 = any, of the table `main`
        /// @param mtu of the path, in bytes; 0 where no more is known of it than the link's
        /// @return a reason when it cannot go; the packet then is still the caller's
        Verdict route(Packet outer, int link, int mtu);

        /// What the ICMP error about the packet that is refused next will say: an MTU, or a pointer counted from its IP
        /// header.
        void parameter(int value);
    }
}
