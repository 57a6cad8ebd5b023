package inaba.ndguard;

import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Bindings that follow the neighbour cache: they begin with a proof and end with the neighbour. On the loop.
final class Learning {
    static final String OWNER = "inaba.ndguard";

    private final Node node;
    /// Bindings by link that no person made.
    private final Map<Integer, Integer> learnt = new HashMap<>();

    Learning(Node node) {
        this.node = node;
    }

    /// A neighbour has changed.
    void neighbor(@Nullable NeighborRow before, @Nullable NeighborRow after) {
        var row = Objects.requireNonNull(after == null ? before : after);
        if (row.family() == IpFamily.IPV4) {
            return;
        }
        if (after != null && after.state() == NeighborRow.State.REACHABLE) {
            learn(after);
        } else if (!keeps(after)) {
            var bound = node.bindings().get(row.key());
            if (bound != null && bound.owner().equals(OWNER)) {
                node.bindings().remove(row.key());
            }
        }
    }

    /// A link is guarded from now on: who has proved to be there by now came first.
    void begin(NeighborRow row) {
        if (row.family() == IpFamily.IPV6 && keeps(row) && row.confirmed() != NeighborRow.NEVER) {
            learn(row);
        }
    }

    /// Counts those that are there.
    void recount() {
        learnt.clear();
        node.bindings().rows().forEach(row -> bound(null, row));
    }

    /// A binding has changed.
    void bound(@Nullable BindingRow before, @Nullable BindingRow after) {
        count(before, -1);
        count(after, 1);
    }

    private void count(@Nullable BindingRow row, int more) {
        if (row != null && !row.owner().equals(Row.PERSON)) {
            learnt.merge(row.link(), more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /// While nobody looked, neighbours may have gone.
    void forgetGone() {
        forget(row -> !keeps(node.neighbors().get(row.key())));
    }

    /// All that was learnt on the link.
    void forget(int link) {
        forget(row -> row.link() == link);
    }

    private void forget(Predicate<BindingRow> which) {
        node.bindings().rows().stream()
                .filter(row -> row.owner().equals(OWNER) && which.test(row))
                .forEach(row -> node.bindings().remove(row.key()));
    }

    private void learn(NeighborRow row) {
        var guard = node.ndGuards().get(row.link());
        if (guard == null || !guard.learns() || node.bindings().get(row.key()) != null) {
            return;
        }
        var binding = new BindingRow(row.link(), row.address(), row.mac(), OWNER);
        if (learnt.getOrDefault(row.link(), 0) >= guard.most()
                || !node.bindings().put(binding)) {
            node.counters().named(NdGuard.FULL).add(1);
        }
    }

    /// A neighbour that has been reachable and is not known to be gone.
    private static boolean keeps(@Nullable NeighborRow row) {
        return row != null
                && switch (row.state()) {
                    case REACHABLE, STALE, DELAY, PROBE -> true;
                    case INCOMPLETE, UNREACHABLE, FAILED, PERMANENT -> false;
                };
    }
}
