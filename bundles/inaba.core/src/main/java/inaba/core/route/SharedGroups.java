package inaba.core.route;

import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.Adjacency;
import inaba.core.path.NeighborDst;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One group for all routes that lead the same ways, as long as there are any; it refers to their gateways. On the
/// control loop.
final class SharedGroups {
    private final Adjacencies adjacencies;
    private final Map<List<Hop>, Counted> groups = new HashMap<>();
    private @Nullable Counted last;

    private static final class Counted {
        private final Group group;
        private int count;

        Counted(Group group) {
            this.group = group;
        }
    }

    SharedGroups(Adjacencies adjacencies) {
        this.adjacencies = adjacencies;
    }

    /// The group of these hops, for one more route.
    Group take(List<Hop> hops) {
        var counted = groups.get(hops);
        if (counted == null) {
            counted = new Counted(new Group(hops));
            groups.put(hops, counted);
            gateways(hops, adjacencies::refer);
        }
        counted.count++;
        last = counted;
        return counted.group;
    }

    /// As [#take], of the hops of a group that some route has.
    Group again(Group group) {
        if (last == null || last.group != group) {
            return take(group.hops());
        }
        last.count++;
        return group;
    }

    /// A route less leads there.
    void give(Group group) {
        var hops = group.hops();
        var counted = groups.get(hops);
        if (counted != null && --counted.count == 0) {
            groups.remove(hops);
            gateways(hops, adjacencies::release);
        }
    }

    int size() {
        return groups.size();
    }

    private static void gateways(List<Hop> hops, Consumer<Adjacency> each) {
        for (var hop : new HashSet<>(hops)) {
            if (hop.dst() instanceof NeighborDst gateway) {
                each.accept(gateway.adjacency());
            }
        }
    }
}
