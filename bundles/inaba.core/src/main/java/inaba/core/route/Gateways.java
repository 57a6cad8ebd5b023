package inaba.core.route;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.NeighborRow.State;
import inaba.api.route.RouteRow;
import inaba.api.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The routers that routes name, and which of them were found silent. One that fell silent stays so, even when its
/// neighbour cache entry is long gone, until something is heard of it: else a host would return to it again and again
/// (RFC 4191 §3.2: it is the lack of information that makes a router count as reachable).
final class Gateways {
    private final Table<NeighborKey, NeighborRow> neighbors;
    private final Map<NeighborKey, Integer> named = new HashMap<>();
    private final Map<NeighborKey, Integer> fixed = new HashMap<>();
    private final Set<NeighborKey> silent = new HashSet<>();

    Gateways(Table<NeighborKey, NeighborRow> neighbors) {
        this.neighbors = neighbors;
    }

    /// True for a way that leads through a router which an advertisement made known: hosts choose among these.
    static boolean isLearned(RouteRow row) {
        return row.separate()
                && row.source().length() == 0
                && !row.nextHops().isEmpty()
                && row.nextHops().getFirst().via() != null;
    }

    void added(RouteRow row) {
        count(row, 1);
    }

    void removed(RouteRow row) {
        count(row, -1);
    }

    private void count(RouteRow row, int more) {
        for (var hop : row.nextHops()) {
            if (hop.via() == null) {
                continue;
            }
            var key = new NeighborKey(hop.link(), hop.via());
            int routes = add(named, key, more);
            if (!isLearned(row)) {
                add(fixed, key, more);
            }
            if (routes == 0) {
                silent.remove(key);
            } else if (routes == more && isSilent(neighbors.get(key))) { // else its changes have been heard of
                silent.add(key);
            }
        }
    }

    /// @return how many there are now
    private static int add(Map<NeighborKey, Integer> counts, NeighborKey key, int more) {
        var now = counts.merge(key, more, (a, b) -> a + b == 0 ? null : a + b);
        return now == null ? 0 : now;
    }

    /// @return true when a gateway is silent from now on, or no longer
    boolean changed(@Nullable NeighborRow row) {
        if (row == null || !named.containsKey(row.key())) {
            return false;
        }
        if (isSilent(row)) {
            return silent.add(row.key());
        }
        return row.state().resolved() && silent.remove(row.key());
    }

    /// RFC 4861 §7.3, RFC 7048: solicited, and did not answer.
    private static boolean isSilent(@Nullable NeighborRow row) {
        return row != null && (row.state() == State.FAILED || row.state() == State.UNREACHABLE);
    }

    boolean names(NeighborKey neighbor) {
        return named.containsKey(neighbor);
    }

    /// True when none of the row's gateways is silent.
    boolean answer(RouteRow row) {
        return row.nextHops().stream()
                .allMatch(hop -> hop.via() == null || answers(new NeighborKey(hop.link(), hop.via())));
    }

    boolean answers(NeighborKey gateway) {
        return !silent.contains(gateway);
    }

    /// RFC 4861 §6.3.6: whether it is there at all is being found out.
    boolean isBeingResolved(NeighborKey gateway) {
        var row = neighbors.get(gateway);
        return row != null && row.state() == State.INCOMPLETE;
    }

    /// Silent routers that a route names which no advertisement made: nobody else looks after these.
    List<NeighborKey> silentAndFixed() {
        return silent.stream().filter(fixed::containsKey).toList();
    }
}
