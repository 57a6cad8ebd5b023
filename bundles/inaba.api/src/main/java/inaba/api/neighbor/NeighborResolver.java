package inaba.api.neighbor;

import inaba.api.packet.Packet;
import inaba.wire.Ipv6Address;
import org.osgi.annotation.versioning.ConsumerType;

/// What the packet path asks of Neighbor Discovery, or for IPv4 of ARP. Called on the control loop.
///
/// The engine holds packets to a neighbour without a MAC. It sends them when the row is [NeighborRow.State#resolved],
/// and answers them with Address Unreachable when the row goes or becomes FAILED.
@ConsumerType
public interface NeighborResolver {
    /// A packet waits for a neighbour that has no row, or one that is FAILED.
    ///
    /// @param source the packet's source when it is ours, else [Ipv6Address#UNSPECIFIED] (RFC 4861 §7.2.2)
    void resolve(NeighborKey neighbor, Ipv6Address source);

    /// A packet was sent to a neighbour whose row is STALE or UNREACHABLE; told once per such state.
    void used(NeighborKey neighbor);

    /// What was sent to the neighbour arrived there, as the progress of an upper layer shows (RFC 4861 §7.3.1).
    default void confirmed(NeighborKey neighbor) {}

    /// A router that did not answer is to be asked once whether it is back, by a single solicitation (RFC 4191 §3.5).
    default void probe(NeighborKey router) {}

    /// A packet is forwarded out of the link it came in on: its sender may have a better first hop. Sends a Redirect to
    /// it where RFC 4861 §8.2, or for IPv4 RFC 1812 §5.2.7.2, allows one, limited by rate. The packet stays the
    /// caller's.
    ///
    /// @param offender starts with its IP header, as it was received; [Packet#link] says where
    /// @param target the better first hop, a router's link-local address (of IPv4 one of the subnet), or
    /// `destination` itself when that is on
    /// the link
    /// @param destination where the packet goes
    void redirect(Packet offender, Ipv6Address target, Ipv6Address destination);
}
