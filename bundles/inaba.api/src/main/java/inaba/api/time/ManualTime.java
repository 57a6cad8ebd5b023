package inaba.api.time;

import java.time.Duration;
import java.util.PriorityQueue;

/// A clock for tests: it moves only by [#advance], which runs what falls due on the way, each at its own instant.
public final class ManualTime implements Time {
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long now;
    private long order;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var entry = new Due(now + Math.max(0, delay.toNanos()), order++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    /// Moves the clock by `step`, running due tasks in order of their instants, then of their creation.
    public void advance(Duration step) {
        long until = now + step.toNanos();
        for (var next = due.peek(); next != null && next.at <= until; next = due.peek()) {
            due.remove();
            now = Math.max(now, next.at);
            next.task.run();
        }
        now = until;
    }

    /// Nanoseconds to the next due task, or -1 when there is none.
    public long untilNext() {
        var next = due.peek();
        return next == null ? -1 : Math.max(0, next.at - now);
    }

    /// How many tasks wait.
    public int pending() {
        return due.size();
    }

    private record Due(long at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byInstant = Long.compare(at, other.at);
            return byInstant != 0 ? byInstant : Long.compare(order, other.order);
        }
    }
}
