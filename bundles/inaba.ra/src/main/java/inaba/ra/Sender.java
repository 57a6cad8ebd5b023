package inaba.ra;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Sends messages of Neighbor Discovery, RFC 4861 §4.2: from a link-local address, with hop limit 255.
record Sender(Node node) {
    private static final int HOP_LIMIT = 255;

    /// The longest message that a link of this MTU carries, in bytes.
    static int room(int mtu) {
        return Math.max(mtu, Ipv6Header.MIN_MTU) - Ipv6Header.BYTES;
    }

    void send(int link, Ipv6Address source, Ipv6Address destination, List<byte[]> messages) {
        for (byte[] message : messages) {
            if (!send(link, source, destination, message)) {
                node.counters().named("inaba.ra.advertisements-failed").add(1);
            }
        }
    }

    private boolean send(int link, Ipv6Address source, Ipv6Address destination, byte[] message) {
        Packet packet;
        try {
            packet = node.output().take(Ipv6Header.BYTES + message.length);
        } catch (IllegalStateException exhausted) {
            return false;
        }
        long at = packet.start() + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(HOP_LIMIT)
                .source(source)
                .destination(destination);
        MemorySegment.copy(message, 0, packet.memory(), ValueLayout.JAVA_BYTE, at, message.length);
        packet.end(at + message.length);
        boolean onLink = destination.isMulticast() || destination.isLinkLocal();
        return node.output().send(packet, onLink ? link : 0) instanceof Verdict.Go;
    }
}
