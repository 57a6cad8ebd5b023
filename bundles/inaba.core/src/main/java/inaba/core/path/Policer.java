package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NeighborAdvertisement;
import java.util.function.LongSupplier;

/// How much a worker hands to the control loop in a second of what a stranger can make without end: what is about
/// neighbours, packets that wait for one, and errors to be sent (RFC 6583 §6.4, §7.1; RFC 4443 §2.4 f). Neighbours that
/// have a cell, because they are known or being looked for, go before all others.
///
/// Without it a flood keeps the loop busy, and where processors are few, the workers from receiving what keeps
/// known neighbours known.
final class Policer {
    private static final int NEIGHBOR_MESSAGES = 10_000;
    /// Strangers, with half of it, find room in the ring as ever.
    private static final int NEIGHBOR_BURST = 2 * EventRing.SIZE;
    private static final int WAITING = 4_000;
    private static final int WAITING_BURST = 1024;
    private static final int ERRORS = 4_000;
    private static final int ERROR_BURST = 1024;
    private static final long MAPPED = 0xffffL << 32; // ::ffff:0:0/96
    private static final long IPV4 = 0xffff_ffffL;

    private final Known known;
    private final Allowance neighbors;
    private final Allowance waiting;
    private final Allowance errors;

    /// Which neighbours have a cell.
    @FunctionalInterface
    interface Known {
        boolean is(int link, long high, long low);
    }

    Policer(Known known, LongSupplier clock) {
        this.known = known;
        neighbors = new Allowance(NEIGHBOR_MESSAGES, NEIGHBOR_BURST, clock);
        waiting = new Allowance(WAITING, WAITING_BURST, clock);
        errors = new Allowance(ERRORS, ERROR_BURST, clock);
    }

    /// A packet wants to wait for a neighbour.
    boolean takesWaiting(int link, long high, long low) {
        boolean takes = waiting.isPlenty() || (waiting.isLeft() && known.is(link, high, low));
        if (takes) {
            waiting.take();
        }
        return takes;
    }

    /// A dropped packet wants an answer.
    boolean takesError() {
        boolean takes = errors.isPlenty() || errors.isLeft();
        if (takes) {
            errors.take();
        }
        return takes;
    }

    /// Neighbor Discovery, ARP, or a listener's message.
    boolean takesNeighborMessage(Packet packet) {
        boolean takes = neighbors.isPlenty() || (neighbors.isLeft() && isOfKnown(packet));
        if (takes) {
            neighbors.take();
        }
        return takes;
    }

    /// Whose neighbour entry the message is about.
    private boolean isOfKnown(Packet packet) {
        var memory = packet.memory();
        long network = packet.network();
        if (packet.etherType() == EthernetHeader.ETHERTYPE_ARP) {
            return ArpPacket.fits(memory, network, packet.end())
                    && known.is(packet.link(), 0, MAPPED | new ArpPacket(memory, network).senderProtocol() & IPV4);
        }
        if (packet.etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return false;
        }
        long message = network + Ipv6Header.BYTES;
        if (Checks.isNeighborDiscovery(packet)
                && Layouts.u8(memory, message) == Icmpv6Type.NEIGHBOR_ADVERTISEMENT
                && packet.end() - message >= NeighborAdvertisement.FIXED_BYTES) {
            long target = message + NeighborAdvertisement.FIXED_BYTES - 2 * Long.BYTES;
            return known.is(
                    packet.link(), memory.get(Layouts.U64, target), memory.get(Layouts.U64, target + Long.BYTES));
        }
        var header = new Ipv6Header(memory, network);
        return known.is(packet.link(), header.sourceHigh(), header.sourceLow());
    }
}
