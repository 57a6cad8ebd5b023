package inaba.ingress;

import inaba.api.hook.Hook;
import inaba.api.link.IngressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.ingress.core.Filter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The hook: each link's filter, in front of everything else that looks at a packet.
@Component(service = Hook.class)
public final class Ingress implements Hook {
    private final Table.Watch watch;
    private final Filter.Way way;
    /// By link; replaced as a whole.
    private volatile @Nullable Filter[] filters = {};

    @Activate
    public Ingress(@Reference Node node) {
        way = node::reversePath;
        var table = node.ingressFilters();
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
        var present = filters;
        var filter = packet.link() < present.length ? present[packet.link()] : null;
        return filter == null ? Verdict.Go.DELIVER : filter.of(packet, way);
    }

    private void read(Table<Integer, IngressRow> table) {
        var rows = table.rows();
        int size = rows.stream().mapToInt(IngressRow::link).max().orElse(-1) + 1;
        var next = new @Nullable Filter[size];
        for (var row : rows) {
            next[row.link()] = new Filter(row);
        }
        filters = next;
    }
}
