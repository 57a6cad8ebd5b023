package inaba.ndguard;

import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Bindings that follow the neighbour cache: they begin with a proof and end with the neighbour. On the loop.
final class Learning {
    static final String OWNER = "inaba.ndguard";

    private final Node node;

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
        if (learnt(row.link()) >= guard.most() || !node.bindings().put(binding)) {
            node.counters().named(NdGuard.FULL).add(1);
        }
    }

    private long learnt(int link) {
        return node.bindings().rows().stream()
                .filter(row -> row.link() == link && !row.owner().equals(Row.PERSON))
                .count();
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
