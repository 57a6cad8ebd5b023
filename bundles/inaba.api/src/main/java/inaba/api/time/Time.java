package inaba.api.time;

import java.time.Duration;

/// The clock and the timers of the control loop. Nothing else in the stack reads a clock.
public interface Time {
    /// Monotonic nanoseconds; the origin is arbitrary, and the value never jumps back.
    long nanos();

    /// Runs the task on the control loop once the delay has passed, unless cancelled. A delay of zero or less runs
    /// next.
    Timer after(Duration delay, Runnable task);

    /// A pending task. All methods are called on the loop.
    interface Timer {
        /// Has no effect once the task ran.
        void cancel();
    }
}
