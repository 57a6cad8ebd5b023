package inaba.route.spread;

import inaba.api.neighbor.NeighborKey;
import inaba.api.route.Spread;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/// Each new destination goes to the next router in turn, as RFC 4861 §6.3.6 allows: exactly equal shares of
/// destinations, but what RFC 4311 §1 says against it holds.
@Component(service = Spread.class)
public final class RoundRobin implements Spread {
    private static final Comparator<NeighborKey> IN_TURN =
            Comparator.comparingInt(NeighborKey::link).thenComparing(NeighborKey::address);

    private @Nullable NeighborKey last;

    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public NeighborKey choose(Ipv6Address destination, Ipv6Address source, List<NeighborKey> routers) {
        var before = last;
        var inTurn = routers.stream().sorted(IN_TURN).toList();
        var next = inTurn.stream()
                .filter(router -> before != null && IN_TURN.compare(router, before) > 0)
                .findFirst()
                .orElse(inTurn.getFirst());
        last = next;
        return next;
    }
}
