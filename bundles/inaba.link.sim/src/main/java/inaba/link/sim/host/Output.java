package inaba.link.sim.host;

import inaba.api.time.Time;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes packets of ICMPv6 messages, cuts them where the path is narrow, and hands them to a neighbour.
final class Output implements Neighbors.Transport {
    private static final int DEFAULT_HOP_LIMIT = 64;
    private static final int ND_HOP_LIMIT = 255; // RFC 4861 §4
    private static final int MAX_PATHS = 32;

    private final Identity identity;
    private final int linkMtu;
    private final Sender wire;
    private final RandomGenerator random;
    private final Routes routes;
    private final Neighbors neighbors;
    private final Map<Ipv6Address, Integer> paths = new Bounded<>(MAX_PATHS);
    private int mtu;
    private int hopLimit = DEFAULT_HOP_LIMIT;

    Output(Identity identity, int linkMtu, Sender wire, RandomGenerator random, Routes routes, Time time) {
        this.identity = identity;
        this.linkMtu = linkMtu;
        this.mtu = linkMtu;
        this.wire = wire;
        this.random = random;
        this.routes = routes;
        this.neighbors = new Neighbors(time, this);
    }

    Neighbors neighbors() {
        return neighbors;
    }

    /// What routers advertise, RFC 4861 §6.3.4; 0 leaves it as it is.
    void advertised(int curHopLimit, long advertisedMtu) {
        if (curHopLimit != 0) {
            hopLimit = curHopLimit;
        }
        if (advertisedMtu >= Ipv6Header.MIN_MTU && advertisedMtu <= linkMtu) {
            mtu = (int) advertisedMtu;
        }
    }

    /// A Packet Too Big came for this destination, RFC 8201 §4. The oldest of too many paths is forgotten.
    void tooBig(Ipv6Address destination, long pathMtu) {
        if (pathMtu < Ipv6Header.MIN_MTU || pathMtu >= mtu(destination)) {
            return;
        }
        paths.put(destination, (int) pathMtu);
    }

    private int mtu(Ipv6Address destination) {
        return Math.min(mtu, paths.getOrDefault(destination, mtu));
    }

    /// Sends an ICMPv6 message; its checksum is filled in here.
    void send(Ipv6Address source, Ipv6Address destination, MemorySegment message) {
        boolean discovery = Icmpv6Type.isNeighborDiscovery(new Icmpv6Header(message, 0).type());
        var packet = packet(source, destination, discovery ? ND_HOP_LIMIT : hopLimit, message);
        if (packet.byteSize() <= mtu(destination)) {
            dispatch(destination, packet);
        } else {
            fragment(destination, packet);
        }
    }

    private static MemorySegment packet(
            Ipv6Address source, Ipv6Address destination, int hopLimit, MemorySegment message) {
        var packet = MemorySegment.ofArray(new byte[Ipv6Header.BYTES + (int) message.byteSize()]);
        new Ipv6Header(packet, 0)
                .start(0, 0)
                .payloadLength((int) message.byteSize())
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(hopLimit)
                .source(source)
                .destination(destination);
        MemorySegment.copy(message, 0, packet, Ipv6Header.BYTES, message.byteSize());
        var icmp = new Icmpv6Header(packet, Ipv6Header.BYTES).checksum(0);
        return icmp.checksum(Checksum.upperLayer(packet, 0, Ipv6Header.BYTES, message.byteSize(), IpProtocol.ICMPV6))
                .bytes();
    }

    /// RFC 8200 §4.5
    private void fragment(Ipv6Address destination, MemorySegment packet) {
        int room = mtu(destination) - Ipv6Header.BYTES - FragmentHeader.BYTES & -8;
        int payload = (int) packet.byteSize() - Ipv6Header.BYTES;
        int identification = random.nextInt();
        for (int offset = 0; offset < payload; offset += room) {
            int length = Math.min(room, payload - offset);
            int headers = Ipv6Header.BYTES + FragmentHeader.BYTES;
            var piece = MemorySegment.ofArray(new byte[headers + length]);
            MemorySegment.copy(packet, 0, piece, 0, Ipv6Header.BYTES);
            new Ipv6Header(piece, 0).nextHeader(IpProtocol.FRAGMENT).payloadLength(FragmentHeader.BYTES + length);
            new FragmentHeader(piece, Ipv6Header.BYTES)
                    .nextHeader(IpProtocol.ICMPV6)
                    .offset(offset, offset + length < payload)
                    .identification(identification);
            MemorySegment.copy(packet, Ipv6Header.BYTES + offset, piece, headers, length);
            dispatch(destination, piece);
        }
    }

    private void dispatch(Ipv6Address destination, MemorySegment packet) {
        if (destination.isMulticast()) {
            frame(MacAddress.ofMulticast(destination), packet);
            return;
        }
        var neighbor = routes.nextHop(destination);
        if (neighbor != null) {
            neighbors.send(neighbor, packet);
        }
    }

    @Override
    public void frame(MacAddress to, MemorySegment packet) {
        long length = EthernetHeader.BYTES + packet.byteSize();
        var frame = MemorySegment.ofArray(new byte[(int) length]);
        new EthernetHeader(frame, 0).destination(to).source(identity.mac()).etherType(EthernetHeader.ETHERTYPE_IPV6);
        MemorySegment.copy(packet, 0, frame, EthernetHeader.BYTES, packet.byteSize());
        wire.send(frame, 0, (int) length);
    }

    /// RFC 4861 §7.2.2: from the link-local address, to the group, or to the neighbour itself as a probe.
    @Override
    public void solicit(Ipv6Address neighbor, @Nullable MacAddress mac) {
        var destination = mac == null ? neighbor.solicitedNode() : neighbor;
        var message = Messages.neighborSolicitation(neighbor, identity.mac());
        frame(
                mac == null ? MacAddress.ofMulticast(destination) : mac,
                packet(identity.linkLocal(), destination, ND_HOP_LIMIT, message));
    }

    @Override
    public void unreachable(Ipv6Address neighbor) {
        routes.unreachable(neighbor);
    }
}
