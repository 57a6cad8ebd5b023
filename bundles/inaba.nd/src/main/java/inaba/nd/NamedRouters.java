package inaba.nd;

import inaba.api.neighbor.NeighborKey;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.ip.neighbor.RedirectRoutes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Neighbours that are routers to this host because an advertisement or a Redirect said so, whether they have an entry
/// in the neighbour cache or not: the Default Router List and what else leads through a router, RFC 4861 §5.1. One
/// that was told without a MAC gets its entry later, and that must know.
final class NamedRouters implements AutoCloseable {
    private final Map<NeighborKey, Integer> routes = new HashMap<>();
    private final Table.Watch watch;

    NamedRouters(Node node) {
        node.routes().rows().forEach(row -> count(row, 1));
        watch = node.routes().watch(this::changed);
    }

    boolean contains(NeighborKey neighbor) {
        return routes.containsKey(neighbor);
    }

    @Override
    public void close() {
        watch.close();
    }

    private void changed(@Nullable RouteRow before, @Nullable RouteRow after) {
        if (before != null) {
            count(before, -1);
        }
        if (after != null) {
            count(after, 1);
        }
    }

    private void count(RouteRow row, int more) {
        boolean told = row.separate() || row.protocol().equals(RedirectRoutes.PROTOCOL);
        var hop = told && !row.nextHops().isEmpty() ? row.nextHops().getFirst() : null;
        if (hop != null && hop.via() != null) {
            routes.merge(new NeighborKey(hop.link(), hop.via()), more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
