package inaba.api.counter;

import inaba.api.packet.DropReason;
import java.util.SortedMap;

/// The counters of the stack, by name: `inaba.nd.solicitations-sent`.
public interface Counters {
    /// The counter of this name, made when first asked for. Keep it: looking it up is not for the packet path.
    Counter named(String name);

    /// Counts a drop on the control loop, for the link (0 = none) and the whole stack.
    void drop(int link, DropReason reason);

    /// All named counters and all drops in total.
    SortedMap<String, Long> totals();

    /// Drops of one link by name, zeros left out.
    SortedMap<String, Long> drops(int link);
}
