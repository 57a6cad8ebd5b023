package inaba.ip.probe;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.Checksum;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.EchoMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Makes and sends probes. On the control loop.
///
/// @param fragment the node may cut it
record ProbePacket(Node node, Prober prober, Target target, boolean fragment) {
    static int headerBytes(IpFamily family) {
        return family == IpFamily.IPV4 ? Ipv4Header.BYTES : Ipv6Header.BYTES;
    }

    /// @param hopLimit 1 to 255
    /// @return what became of it; null when there was no packet to write it into
    @Nullable
    Verdict echo(int hopLimit, int identifier, int sequence, byte[] data) {
        int length = EchoMessage.FIXED_BYTES + data.length;
        Packet packet = start(length, prober.protocol(), hopLimit);
        if (packet == null) {
            return null;
        }
        new EchoMessage(packet.memory().asSlice(packet.upper(), length))
                .start(prober.echoRequest())
                .identifier(identifier)
                .sequence(sequence)
                .data()
                .copyFrom(MemorySegment.ofArray(data));
        return node.output().send(packet, target.link());
    }

    /// As [#echo], by UDP.
    @Nullable
    Verdict udp(int hopLimit, int sourcePort, int destinationPort, byte[] data) {
        int length = UdpHeader.BYTES + data.length;
        Packet packet = start(length, IpProtocol.UDP, hopLimit);
        if (packet == null) {
            return null;
        }
        long at = packet.upper();
        var memory = packet.memory();
        var header = new UdpHeader(memory, at)
                .sourcePort(sourcePort)
                .destinationPort(destinationPort)
                .length(length)
                .checksum(0);
        MemorySegment.copy(data, 0, memory, ValueLayout.JAVA_BYTE, at + UdpHeader.BYTES, data.length);
        header.checksum(
                packet.isIpv4()
                        ? Checksum.upperLayerIpv4(memory, packet.start(), at, length, IpProtocol.UDP)
                        : Checksum.upperLayer(memory, packet.start(), at, length, IpProtocol.UDP));
        return node.output().send(packet, target.link());
    }

    private @Nullable Packet start(int length, int protocol, int hopLimit) {
        try {
            return prober.family() == IpFamily.IPV4
                    ? ipv4(length, protocol, hopLimit)
                    : ipv6(length, protocol, hopLimit);
        } catch (IllegalStateException exhausted) {
            return null;
        }
    }

    private Packet ipv6(int length, int protocol, int hopLimit) {
        var packet = node.output().take(Ipv6Header.BYTES + length);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(protocol)
                .hopLimit(hopLimit)
                .source(target.source())
                .destination(target.address());
        long upper = packet.start() + Ipv6Header.BYTES;
        return packet.upper(upper, protocol).end(upper + length);
    }

    private Packet ipv4(int length, int protocol, int hopLimit) {
        int source = target.source().toIpv4();
        var packet = node.output()
                .takeIpv4(length, protocol, source, target.address().toIpv4(), hopLimit);
        new Ipv4Header(packet.memory(), packet.network()).fragment(!fragment, false, 0);
        return packet;
    }
}
