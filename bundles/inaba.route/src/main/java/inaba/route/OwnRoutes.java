package inaba.route;

import inaba.api.counter.Counter;
import inaba.api.protocol.Node;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import inaba.route.core.RouteChange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of this bundle, apart from the many that persons and routing daemons may have put into the same table. On
/// the loop.
final class OwnRoutes {
    /// The owner of all routes that nobody typed.
    static final String OWNER = "inaba.route";

    private final Table<RouteKey, RouteRow> table;
    private final Map<RouteKey, RouteRow> rows = new LinkedHashMap<>();
    private final Counter full;
    private final Table.Watch watch;

    /// Adopts what a predecessor left.
    OwnRoutes(Node node) {
        table = node.routes();
        full = node.counters().named(OWNER + ".table-full");
        for (var row : table.adopt(OWNER)) {
            rows.put(row.key(), row);
        }
        watch = table.watch(this::changed);
    }

    /// The rows of a protocol whose first next hop is on the link.
    List<RouteRow> of(int link, String protocol) {
        return rows.values().stream()
                .filter(row -> row.protocol().equals(protocol)
                        && row.nextHops().getFirst().link() == link)
                .toList();
    }

    void apply(Collection<RouteChange> changes) {
        for (var change : changes) {
            switch (change) {
                case RouteChange.Put(var row) -> put(row);
                case RouteChange.Remove(var key) -> table.remove(key);
            }
        }
    }

    void close() {
        watch.close();
    }

    private void put(RouteRow row) {
        if (!table.put(row)) {
            full.add(1);
        }
    }

    private void changed(@Nullable RouteRow before, @Nullable RouteRow after) {
        if (after != null && after.owner().equals(OWNER)) {
            rows.put(after.key(), after);
        } else if (before != null) {
            rows.remove(before.key());
        }
    }
}
