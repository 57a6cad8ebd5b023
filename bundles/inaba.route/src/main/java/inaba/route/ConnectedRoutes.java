package inaba.route;

import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Node;
import inaba.api.table.Table;
import inaba.route.core.Connected;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps the connected routes as the addresses call for: see [Connected]. On the loop.
final class ConnectedRoutes {
    private final Node node;
    private final OwnRoutes own;
    private final List<Table.Watch> watches;

    /// Brings the table up to date at once: rows that are right stay untouched.
    ConnectedRoutes(Node node, OwnRoutes own) {
        this.node = node;
        this.own = own;
        watches = List.of(
                node.addresses().watch(this::addressChanged), node.links().watch(this::linkChanged));
        for (var link : node.links().rows()) {
            update(link.index());
        }
    }

    void close() {
        watches.forEach(Table.Watch::close);
    }

    private void addressChanged(@Nullable AddressRow before, @Nullable AddressRow after) {
        var links = new TreeSet<Integer>();
        if (before != null) {
            links.add(before.link());
        }
        if (after != null) {
            links.add(after.link());
        }
        links.forEach(this::update);
    }

    private void linkChanged(@Nullable LinkRow before, @Nullable LinkRow after) {
        if (after != null) {
            update(after.index());
        }
    }

    private void update(int index) {
        var link = node.link(index);
        if (link != null) {
            var wanted = Connected.wanted(link, node.addresses().rows(), OwnRoutes.OWNER);
            own.apply(Connected.changes(wanted, own.of(index, Connected.PROTOCOL)));
        }
    }
}
