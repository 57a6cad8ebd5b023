package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.PolicyRow;
import inaba.core.CoreDrop;
import inaba.core.packet.Addresses;
import inaba.wire.IpFamily;
import java.util.List;

/// Stands in while nobody serves the policies that there are: what one of them protects or blocks does not pass,
/// neither
/// out nor in. It looks at addresses only, so that rather too much is held back than too little.
public record ClosedGate(List<PolicyRow> policies) implements PolicyGate {
    private static final Dst CLOSED = new Closed(CoreDrop.POLICY_UNSERVED);

    private record Closed(DropReason reason) implements Dst {
        @Override
        public int innerMtu() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Verdict output(Packet packet, Egress egress) {
            return reason;
        }
    }

    @Override
    public Dst out(Packet packet, int link, Dst next) {
        return passes(Direction.OUT, packet) ? next : CLOSED;
    }

    @Override
    public Verdict in(Packet packet) {
        return passes(Direction.IN, packet) ? Verdict.Go.DELIVER : CoreDrop.POLICY_UNSERVED;
    }

    @Override
    public Verdict forward(Packet packet) {
        return passes(Direction.FWD, packet) ? Verdict.Go.DELIVER : CoreDrop.POLICY_UNSERVED;
    }

    private boolean passes(Direction direction, Packet packet) {
        if (!packet.isIpv4() && Checks.isNeighborDiscovery(packet)) {
            return true;
        }
        var from = Addresses.source(packet);
        var to = Addresses.destination(packet);
        var family = packet.isIpv4() ? IpFamily.IPV4 : IpFamily.IPV6;
        return policies.stream()
                .noneMatch(row -> row.key().direction() == direction
                        && row.restricts()
                        && row.key().selector().family() == family
                        && row.key().selector().matches(from, to));
    }
}
