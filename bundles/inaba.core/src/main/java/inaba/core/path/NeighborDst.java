package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.core.neighbor.Adjacency;

/// The end of a chain where a gateway is the neighbour.
public record NeighborDst(Adjacency adjacency, int innerMtu) implements Dst {
    @Override
    public Verdict output(Packet packet, Egress egress) {
        return ((Sender) egress).neighbor(adjacency, packet);
    }
}
