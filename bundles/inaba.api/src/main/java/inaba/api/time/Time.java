package inaba.api.time;

import java.time.Duration;

/// The clock and the timers of the control loop. Nothing else in the stack reads a clock.
public interface Time {
    /// Monotonic nanoseconds; the origin is arbitrary, and the value never jumps back.
    long nanos();

    /// Milliseconds since midnight, Universal Time; where no clock tells the time of day, those of [#nanos] with the
    /// highest of 32 bits set, which says so (RFC 791 §3.1). Any thread.
    default long dayMillis() {
        return nanos() / 1_000_000 & 0x7fff_ffffL | 0x8000_0000L;
    }

    /// Runs the task on the control loop once the delay has passed, unless cancelled. A delay of zero or less runs
    /// next.
    Timer after(Duration delay, Runnable task);

    /// A pending task. All methods are called on the loop.
    interface Timer {
        /// Has no effect once the task ran.
        void cancel();
    }
}
