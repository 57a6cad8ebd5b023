package inaba.raguard;

import inaba.api.hook.Hook;
import inaba.api.link.RaGuardRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.raguard.core.Policy;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The hook: each link's policy, in front of all that could believe an advertisement.
@Component(service = Hook.class)
public final class RaGuard implements Hook {
    private final Table.Watch watch;
    /// By link; replaced as a whole.
    private volatile @Nullable Policy[] policies = {};

    @Activate
    public RaGuard(@Reference Node node) {
        var table = node.raGuards();
        watch = table.watch((_, _) -> read(table));
        read(table);
    }

    @Deactivate
    void stop() {
        watch.close();
    }

    @Override
    public Point point() {
        return Point.INGRESS;
    }

    @Override
    public Verdict inspect(Packet packet) {
        var present = policies;
        var policy = packet.link() < present.length ? present[packet.link()] : null;
        return policy == null ? Verdict.Go.DELIVER : policy.of(packet);
    }

    private void read(Table<Integer, RaGuardRow> table) {
        var rows = table.rows();
        int size = rows.stream().mapToInt(RaGuardRow::link).max().orElse(-1) + 1;
        var next = new @Nullable Policy[size];
        for (var row : rows) {
            next[row.link()] = new Policy(row);
        }
        policies = next;
    }
}
