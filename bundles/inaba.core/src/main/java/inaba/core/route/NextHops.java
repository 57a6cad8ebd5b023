package inaba.core.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What FIB values lead to. Workers read a slot; the control loop replaces it, so that a change of next hop touches one
/// slot.
///
/// Most routes lead to few gateways, whatever a packet's source. For these a worker reads the group alone, which all of
/// them share: with 200,000 routes one access to memory, not one for each object behind an entry.
public final class NextHops {
    private volatile AtomicReferenceArray<@Nullable RouteEntry> slots = new AtomicReferenceArray<>(64);
    private volatile AtomicReferenceArray<@Nullable Group> groups = new AtomicReferenceArray<>(64);
    private final Deque<Integer> free = new ArrayDeque<>();
    private int next;

    /// @return null for a value that is no longer in use
    public @Nullable RouteEntry get(int value) {
        return slots.getAcquire(value);
    }

    /// The group that packets of any source take.
    ///
    /// @return null where the source counts, there is no group, or the value is no longer in use: see [#get]
    public @Nullable Group group(int value) {
        return groups.getAcquire(value);
    }

    int allocate(RouteEntry entry) {
        Integer reused = free.poll();
        int value = reused == null ? next++ : reused;
        if (value >= slots.length()) {
            slots = larger(slots);
            groups = larger(groups);
        }
        set(value, entry);
        return value;
    }

    void set(int value, RouteEntry entry) {
        replace(value, entry);
    }

    /// The value may be used again: no FIB that a worker can see leads to it.
    void release(int value) {
        replace(value, null);
        free.add(value);
    }

    private void replace(int value, @Nullable RouteEntry entry) {
        groups.setRelease(value, entry == null ? null : entry.onlyGroup());
        slots.setRelease(value, entry);
    }

    private static <T> AtomicReferenceArray<@Nullable T> larger(AtomicReferenceArray<@Nullable T> old) {
        var larger = new AtomicReferenceArray<@Nullable T>(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            larger.setPlain(i, old.getPlain(i));
        }
        return larger;
    }
}
