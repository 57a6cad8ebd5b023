package inaba.core.route;

import inaba.api.transform.Dst;
import inaba.wire.Ipv6Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One group for all routes that lead the same ways, as long as there are any. On the control loop.
final class SharedGroups {
    private final Map<List<Way>, Counted> groups = new HashMap<>();

    /// A hop without the route that it comes from.
    private record Way(int link, @Nullable Ipv6Address via, Dst dst) {}

    private static final class Counted {
        private final Group group;
        private int count;

        Counted(Group group) {
            this.group = group;
        }
    }

    /// The group that leads where this one does, for one more route.
    Group take(Group group) {
        var counted = groups.computeIfAbsent(ways(group), _ -> new Counted(group));
        counted.count++;
        return counted.group;
    }

    /// A route less leads there.
    void give(Group group) {
        groups.computeIfPresent(ways(group), (_, counted) -> --counted.count == 0 ? null : counted);
    }

    int size() {
        return groups.size();
    }

    private static List<Way> ways(Group group) {
        var hops = group.hops();
        return hops.size() == 1
                ? List.of(way(hops.getFirst()))
                : hops.stream().map(SharedGroups::way).toList();
    }

    private static Way way(Hop hop) {
        return new Way(hop.link(), hop.via(), hop.dst());
    }
}
