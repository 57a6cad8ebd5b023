package inaba.core.path;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.transform.PolicyGate;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.Selector;
import inaba.core.CoreDrop;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.util.List;

/// Stands in while nobody serves the policies that there are: what one of them protects or blocks does not pass,
/// neither out nor in. It looks at addresses only, so that rather too much is held back than too little.
public final class ClosedGate implements PolicyGate {
    private static final Dst CLOSED = new Closed(CoreDrop.POLICY_UNSERVED);
    private static final long MAPPED = 0xffffL << 32;
    private static final int FAMILIES = 2;

    /// By direction and family.
    private final Selector[][] restricted = new Selector[Direction.values().length * FAMILIES][];

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

    public ClosedGate(List<PolicyRow> policies) {
        for (var direction : Direction.values()) {
            for (var family : IpFamily.values()) {
                restricted[place(direction, family == IpFamily.IPV4)] = policies.stream()
                        .filter(row -> row.key().direction() == direction && row.restricts())
                        .map(row -> row.key().selector())
                        .filter(selector -> selector.family() == family)
                        .toArray(Selector[]::new);
            }
        }
    }

    private static int place(Direction direction, boolean ipv4) {
        return direction.ordinal() * FAMILIES + (ipv4 ? 1 : 0);
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
        for (var selector : restricted[place(direction, packet.isIpv4())]) {
            if (concerns(selector, packet)) {
                return false;
            }
        }
        return true;
    }

    private static boolean concerns(Selector selector, Packet packet) {
        var memory = packet.memory();
        long at = packet.network();
        if (packet.isIpv4()) {
            return selector.source().contains(0, MAPPED | Layouts.u32(memory, at + Ipv4Header.SOURCE))
                    && selector.destination().contains(0, MAPPED | Layouts.u32(memory, at + Ipv4Header.DESTINATION));
        }
        long from = at + Ipv6Header.SOURCE;
        long to = at + Ipv6Header.DESTINATION;
        return selector.source().contains(Ipv6Address.high(memory, from), Ipv6Address.low(memory, from))
                && selector.destination().contains(Ipv6Address.high(memory, to), Ipv6Address.low(memory, to));
    }
}
