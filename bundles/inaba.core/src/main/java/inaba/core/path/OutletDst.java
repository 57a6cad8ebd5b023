package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;

/// The end of a chain on a link without a device: its outlet is found in the plan for each packet, so that no code of a
/// bundle stays behind in routes.
public record OutletDst(int link, int innerMtu) implements Dst {
    @Override
    public Verdict output(Packet packet, Egress egress) {
        return ((Sender) egress).outlet(link, packet);
    }
}
