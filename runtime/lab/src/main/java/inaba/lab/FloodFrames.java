package inaba.lab;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Frames that name as many addresses of a subnet as there are frames; all have the length of a Neighbor Solicitation.
final class FloodFrames {
    private static final long NETWORK = EthernetHeader.BYTES;
    private static final long UPPER = NETWORK + Ipv6Header.BYTES;
    private static final int PAYLOAD = NeighborSolicitation.FIXED_BYTES + LinkLayerAddressOption.BYTES;
    private static final int BYTES = (int) UPPER + PAYLOAD;
    private static final int FORWARDED_HOP_LIMIT = 64;
    private static final int ND_HOP_LIMIT = 255;
    /// Interface identifiers and MACs of nobody.
    private static final long FIRST_IDENTIFIER = 0x5eed_0000_0000L;
    private static final long FIRST_MAC = 0x0600_0000_0000L;

    private FloodFrames() {}

    /// Packets from one source, each to another address of the subnet.
    static Frames packets(Arena arena, int count, MacAddress router, Ipv6Address source, Ipv6Address subnet) {
        return new Frames(arena, count, BYTES, (which, frame) -> {
            ethernet(frame, router, new MacAddress(FIRST_MAC));
            ip(frame, IpProtocol.NO_NEXT_HEADER, FORWARDED_HOP_LIMIT, source, address(subnet, which));
        });
    }

    /// Packets to one destination.
    static Frames packets(Arena arena, MacAddress router, Ipv6Address source, Ipv6Address destination) {
        return new Frames(arena, 1 << 10, BYTES, (_, frame) -> {
            ethernet(frame, router, new MacAddress(FIRST_MAC));
            ip(frame, IpProtocol.NO_NEXT_HEADER, FORWARDED_HOP_LIMIT, source, destination);
        });
    }

    /// Solicitations for one address, each from another address of the subnet and another MAC.
    static Frames solicitations(Arena arena, int count, Ipv6Address target, Ipv6Address subnet) {
        var group = target.solicitedNode();
        return new Frames(arena, count, BYTES, (which, frame) -> {
            var mac = new MacAddress(FIRST_MAC + which);
            ethernet(frame, MacAddress.ofMulticast(group), mac);
            ip(frame, IpProtocol.ICMPV6, ND_HOP_LIMIT, address(subnet, which), group);
            var message = frame.asSlice(UPPER);
            new NeighborSolicitation(message).start().targetAddress(target);
            new NdOptionsWriter(message, NeighborSolicitation.FIXED_BYTES).sourceLinkLayerAddress(mac);
            int sum = Checksum.upperLayer(frame, NETWORK, UPPER, PAYLOAD, IpProtocol.ICMPV6);
            new Icmpv6Header(frame, UPPER).checksum(sum);
        });
    }

    private static Ipv6Address address(Ipv6Address subnet, int which) {
        return subnet.withInterfaceId(FIRST_IDENTIFIER + which);
    }

    private static void ethernet(MemorySegment frame, MacAddress to, MacAddress from) {
        new EthernetHeader(frame, 0).destination(to).source(from).etherType(EthernetHeader.ETHERTYPE_IPV6);
    }

    private static void ip(MemorySegment frame, int next, int hops, Ipv6Address source, Ipv6Address destination) {
        new Ipv6Header(frame, NETWORK)
                .start(0, 0)
                .payloadLength(PAYLOAD)
                .nextHeader(next)
                .hopLimit(hops)
                .source(source)
                .destination(destination);
    }
}
