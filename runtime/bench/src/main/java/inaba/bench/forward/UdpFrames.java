package inaba.bench.forward;

import inaba.lab.Frames;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.random.RandomGenerator;

/// UDP over IPv6, or IPv4 where a destination is one of those, in Ethernet frames of one length, with complete
/// checksums.
final class UdpFrames {
    private static final int HOP_LIMIT = 64;
    private static final int PORTS = 1024;
    private static final Ipv6Address SOURCE = Ipv6Address.parse(Topology.SENDER);

    private static final int SOURCE_IPV4 = 0x0a00_0002;

    private UdpFrames() {}

    /// @param bytes of a frame, Ethernet header included and without FCS, 62 upwards
    /// @param within where destinations lie, taken in turn
    static Frames make(Arena arena, int count, int bytes, MacAddress to, List<Prefix> within, RandomGenerator random) {
        return new Frames(arena, count, bytes, (which, frame) -> {
            var destination = address(within.get(which % within.size()), random);
            write(frame, to, destination, PORTS + random.nextInt(PORTS));
        });
    }

    private static void write(MemorySegment frame, MacAddress to, Ipv6Address destination, int port) {
        boolean ipv4 = destination.isMapped();
        new EthernetHeader(frame, 0)
                .destination(to)
                .source(Topology.SENDER_MAC)
                .etherType(IpFamily.of(destination).etherType());
        long network = EthernetHeader.BYTES;
        long udp = network + (ipv4 ? ipv4(frame, network, destination) : ipv6(frame, network, destination));
        int payload = (int) (frame.byteSize() - udp);
        var header = new UdpHeader(frame, udp)
                .sourcePort(port)
                .destinationPort(PORTS)
                .length(payload)
                .checksum(0);
        header.checksum(
                ipv4
                        ? Checksum.upperLayerIpv4(frame, network, udp, payload, IpProtocol.UDP)
                        : Checksum.upperLayer(frame, network, udp, payload, IpProtocol.UDP));
    }

    private static int ipv6(MemorySegment frame, long network, Ipv6Address destination) {
        new Ipv6Header(frame, network)
                .start(0, 0)
                .payloadLength((int) (frame.byteSize() - network - Ipv6Header.BYTES))
                .nextHeader(IpProtocol.UDP)
                .hopLimit(HOP_LIMIT)
                .source(SOURCE)
                .destination(destination);
        return Ipv6Header.BYTES;
    }

    private static int ipv4(MemorySegment frame, long network, Ipv6Address destination) {
        new Ipv4Header(frame, network)
                .start(Ipv4Header.BYTES)
                .totalLength((int) (frame.byteSize() - network))
                .timeToLive(HOP_LIMIT)
                .protocol(IpProtocol.UDP)
                .source(SOURCE_IPV4)
                .destination(destination.toIpv4())
                .updateChecksum();
        return Ipv4Header.BYTES;
    }

    private static Ipv6Address address(Prefix prefix, RandomGenerator random) {
        int length = prefix.length();
        return new Ipv6Address(
                prefix.address().high() | random.nextLong() & ~Prefix.maskHigh(length),
                prefix.address().low() | random.nextLong() & ~Prefix.maskLow(length));
    }
}
