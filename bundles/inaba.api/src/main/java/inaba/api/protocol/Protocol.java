package inaba.api.protocol;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import java.time.Duration;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/// A protocol. Registered as a service; all methods but [#slot] and the two sets are called on the control loop.
///
/// The engine starts one implementation per slot. When a better one is offered, the old is stopped and the new one
/// started within one turn of the loop, so that no packet and no timer falls between them.
@ConsumerType
public interface Protocol {
    /// The slot it fills: the last part of the bundle's name, `nd`.
    String slot();

    /// Begins work: adopts the rows of its slot's owner, arms timers, offers what it has to `node`.
    void start(Node node);

    /// The link goes down because a person says so, or with the appliance: what is still to be told there is told now.
    ///
    /// @return how long that takes; the link stays up meanwhile, but no longer than 5 s
    default Duration farewell(int link) {
        return Duration.ZERO;
    }

    /// Ends work: cancels timers and closes watches. Rows stay.
    void stop();

    /// ICMPv6 types it wants; several protocols may want the same.
    default Set<Integer> icmp6Types() {
        return Set.of();
    }

    /// Upper-layer protocol numbers it wants of IPv6 packets.
    default Set<Integer> nextHeaders() {
        return Set.of();
    }

    /// Protocol numbers it wants of IPv4 packets.
    default Set<Integer> ipv4Protocols() {
        return Set.of();
    }

    /// EtherTypes it wants, other than those of IPv4 and IPv6. Such a packet begins behind its Ethernet header, and
    /// nothing of it was looked at.
    default Set<Integer> etherTypes() {
        return Set.of();
    }

    /// A packet for this node, reassembled, its chain walked and (ICMPv6) its checksum verified. [Packet#isIpv4] says
    /// of which family it is.
    ///
    /// @return DELIVER when used, HELD when kept, PASS when it is for others, or why it was dropped. The engine
    /// recycles the packet unless HELD.
    default Verdict receive(Packet packet) {
        throw new IllegalStateException(slot() + " asked for no packets");
    }
}
