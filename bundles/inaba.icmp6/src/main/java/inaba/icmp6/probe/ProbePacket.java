package inaba.icmp6.probe;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Makes and sends probes. On the control loop.
record ProbePacket(Node node, Target target) {
    /// @param hopLimit 1 to 255
    /// @return what became of it; null when there was no packet to write it into
    @Nullable
    Verdict echo(int hopLimit, int identifier, int sequence, byte[] data) {
        int length = EchoMessage.FIXED_BYTES + data.length;
        Packet packet = start(length, IpProtocol.ICMPV6, hopLimit);
        if (packet == null) {
            return null;
        }
        new EchoMessage(message(packet, length))
                .start(Icmpv6Type.ECHO_REQUEST)
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
        long at = packet.start() + Ipv6Header.BYTES;
        var header = new UdpHeader(packet.memory(), at)
                .sourcePort(sourcePort)
                .destinationPort(destinationPort)
                .length(length)
                .checksum(0);
        MemorySegment.copy(data, 0, packet.memory(), ValueLayout.JAVA_BYTE, at + UdpHeader.BYTES, data.length);
        header.checksum(Checksum.upperLayer(packet.memory(), packet.start(), at, length, IpProtocol.UDP));
        return node.output().send(packet, target.link());
    }

    private @Nullable Packet start(int length, int protocol, int hopLimit) {
        Packet packet;
        try {
            packet = node.output().take(Ipv6Header.BYTES + length);
        } catch (IllegalStateException exhausted) {
            return null;
        }
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(protocol)
                .hopLimit(hopLimit)
                .source(target.source())
                .destination(target.address());
        return packet.end(packet.start() + Ipv6Header.BYTES + length);
    }

    private static MemorySegment message(Packet packet, int length) {
        return packet.memory().asSlice(packet.start() + Ipv6Header.BYTES, length);
    }
}
