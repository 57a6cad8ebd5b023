package inaba.route.spread;

import inaba.api.neighbor.NeighborKey;
import inaba.api.protocol.Node;
import inaba.api.route.Spread;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// By a keyed hash over the addresses, RFC 4311 §2: the router with the highest value has the flow. So a flow has the
/// same router as long as that is there, even when it was long forgotten, and of a router that comes or goes only its
/// own share moves.
@Component(service = Spread.class, property = "service.ranking:Integer=10")
public final class FlowSpread implements Spread {
    private final long secret;

    @Activate
    public FlowSpread(@Reference Node node) {
        this(node.random().nextLong());
    }

    /// @param secret makes the choice unpredictable (RFC 4311 §3)
    public FlowSpread(long secret) {
        this.secret = secret;
    }

    @Override
    public String name() {
        return "flow";
    }

    @Override
    public NeighborKey choose(Ipv6Address destination, Ipv6Address source, List<NeighborKey> routers) {
        long flow = mix(mix(mix(mix(secret ^ destination.high()) ^ destination.low()) ^ source.high()) ^ source.low());
        return routers.stream()
                .max(Comparator.comparingLong(router -> weight(flow, router)))
                .orElseThrow();
    }

    private static long weight(long flow, NeighborKey router) {
        return mix(mix(mix(flow ^ router.address().high()) ^ router.address().low()) ^ router.link());
    }

    private static long mix(long h) {
        long m = (h ^ h >>> 32) * 0x9e37_79b9_7f4a_7c15L;
        m = (m ^ m >>> 29) * 0xc2b2_ae3d_27d4_eb4fL;
        return m ^ m >>> 32;
    }
}
