package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.neighbor.Adjacencies;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;

/// The end of a chain where the destination itself is on the link: to its MAC, or to the group's (RFC 2464 §7).
public record LinkDst(int link, int innerMtu, Adjacencies adjacencies) implements Dst {
    private static final long MAPPED = 0xffffL << 32;

    @Override
    public Verdict output(Packet packet, Egress egress) {
        var sender = (Sender) egress;
        if (packet.isIpv4()) {
            return ipv4(sender, packet, packet.memory().get(Layouts.U32, packet.network() + Ipv4Header.DESTINATION));
        }
        long at = packet.network() + Ipv6Header.DESTINATION;
        long high = Ipv6Address.high(packet.memory(), at);
        long low = Ipv6Address.low(packet.memory(), at);
        if (Ipv6Address.isMulticast(high)) {
            return sender.frame(link, MacAddress.multicastValue(low), packet);
        }
        return neighbor(sender, packet, high, low);
    }

    /// To the group's MAC (RFC 1112 §6.4), or to the destination's.
    private Verdict ipv4(Sender sender, Packet packet, int destination) {
        return Ipv6Address.isIpv4Multicast(destination)
                ? sender.frame(link, MacAddress.ipv4MulticastValue(destination), packet)
                : neighbor(sender, packet, 0, MAPPED | Integer.toUnsignedLong(destination));
    }

    private Verdict neighbor(Sender sender, Packet packet, long high, long low) {
        var adjacency = adjacencies.get(link, high, low);
        return adjacency == null ? sender.hold(link, high, low, packet) : sender.neighbor(adjacency, packet);
    }
}
