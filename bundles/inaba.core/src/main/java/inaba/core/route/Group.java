package inaba.core.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Next hops that share the load of a route by weight: a flow keeps to its hop while the group stays as it is.
public final class Group {
    private final Hop[] slots;

    /// @param hops each as often as it weighs; at least one
    public Group(List<Hop> hops) {
        slots = hops.toArray(Hop[]::new);
    }

    /// @param flow hash of the packet's flow
    public Hop pick(int flow) {
        return slots.length == 1
                ? slots[0]
                : slots[(int) (Integer.toUnsignedLong(flow * 0x9e37_79b9) * slots.length >>> 32)];
    }

    /// The first hop on a link, or null.
    public @Nullable Hop on(int link) {
        for (var hop : slots) {
            if (hop.link() == link) {
                return hop;
            }
        }
        return null;
    }

    public List<Hop> hops() {
        return List.of(slots);
    }
}
