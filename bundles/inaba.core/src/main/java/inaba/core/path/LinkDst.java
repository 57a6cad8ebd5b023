package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.neighbor.Adjacencies;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;

/// The end of a chain where the destination itself is on the link: to its MAC, or to the group's (RFC 2464 §7).
public record LinkDst(int link, int innerMtu, Adjacencies adjacencies) implements Dst {
    @Override
    public Verdict output(Packet packet, Egress egress) {
        var sender = (Sender) egress;
        long at = packet.network() + Ipv6Header.DESTINATION;
        long high = Ipv6Address.high(packet.memory(), at);
        long low = Ipv6Address.low(packet.memory(), at);
        if (Ipv6Address.isMulticast(high)) {
            return sender.frame(link, MacAddress.multicastValue(low), packet);
        }
        var adjacency = adjacencies.get(link, high, low);
        return adjacency == null ? sender.hold(link, high, low, packet) : sender.neighbor(adjacency, packet);
    }
}
