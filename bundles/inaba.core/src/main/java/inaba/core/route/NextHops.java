package inaba.core.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What FIB values lead to. Workers read a slot; the control loop replaces it, so that a change of next hop touches one
/// slot.
public final class NextHops {
    private volatile AtomicReferenceArray<@Nullable RouteEntry> slots = new AtomicReferenceArray<>(64);
    private final Deque<Integer> free = new ArrayDeque<>();
    private int next;

    /// @return null for a value that is no longer in use
    public @Nullable RouteEntry get(int value) {
        return slots.getAcquire(value);
    }

    int allocate(RouteEntry entry) {
        Integer reused = free.poll();
        int value = reused == null ? next++ : reused;
        if (value >= slots.length()) {
            grow();
        }
        slots.setRelease(value, entry);
        return value;
    }

    void set(int value, RouteEntry entry) {
        slots.setRelease(value, entry);
    }

    /// The value may be used again: no FIB that a worker can see leads to it.
    void release(int value) {
        slots.setRelease(value, null);
        free.add(value);
    }

    private void grow() {
        var old = slots;
        var larger = new AtomicReferenceArray<@Nullable RouteEntry>(old.length() * 2);
        for (int i = 0; i < old.length(); i++) {
            larger.setPlain(i, old.getPlain(i));
        }
        slots = larger;
    }
}
