package inaba.xfrm.core;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;

/// The end of a chain where a policy lets nothing pass.
record Refusal(DropReason reason) implements Dst {
    @Override
    public int innerMtu() {
        return Integer.MAX_VALUE; // it is not its length that is wrong
    }

    @Override
    public Verdict output(Packet packet, Egress egress) {
        return reason;
    }

    @Override
    public String toString() {
        return reason.counterName();
    }
}
