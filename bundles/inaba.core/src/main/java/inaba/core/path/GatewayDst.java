package inaba.core.path;

import inaba.api.neighbor.NeighborKey;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.neighbor.Adjacencies;

/// The way through a router that a host has chosen: its cell is looked up for each packet, so that nothing need be told
/// when the choice ends. For the control loop.
public record GatewayDst(NeighborKey router, int innerMtu, Adjacencies adjacencies) implements Dst {
    @Override
    public Verdict output(Packet packet, Egress egress) {
        var sender = (Sender) egress;
        long high = router.address().high();
        long low = router.address().low();
        var adjacency = adjacencies.get(router.link(), high, low);
        return adjacency == null ? sender.hold(router.link(), high, low, packet) : sender.neighbor(adjacency, packet);
    }
}
