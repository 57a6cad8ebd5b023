package inaba.core.path;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A token bucket of one thread, half of which is for those who are preferred.
final class Allowance {
    private final LongSupplier clock;
    private final long cost;
    private final long most;
    private long level;
    private long last;

    /// @param perSecond in the long run
    /// @param burst at once
    /// @param clock nanoseconds
    Allowance(int perSecond, int burst, LongSupplier clock) {
        this.clock = clock;
        this.cost = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.most = cost * burst;
        this.level = most;
        this.last = clock.getAsLong();
    }

    /// True while there is enough for anybody; else only who is preferred may take one, if [#isLeft].
    boolean isPlenty() {
        long now = clock.getAsLong();
        level = Math.min(most, level + Math.min(most, now - last));
        last = now;
        return level - cost >= most / 2;
    }

    boolean isLeft() {
        return level >= cost;
    }

    /// Takes one which [#isPlenty] or [#isLeft] has found.
    void take() {
        level -= cost;
    }
}
