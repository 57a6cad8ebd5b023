package inaba.api.time;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// The control loop: one thread that owns all protocol state. Given [ManualTime] and a seed it is deterministic.
public interface Loop extends Executor {
    /// Runs the task on the loop after what was posted before. Never waits.
    void post(Runnable task);

    /// Runs the call on the loop and waits for its result; at once when already there.
    ///
    /// @throws IllegalStateException when the loop gave no answer within 10 s or has ended
    <T> T call(Callable<T> task);

    boolean onLoop();

    Time time();

    /// The source of every random delay and identifier; used on the loop only.
    RandomGenerator random();

    @Override
    default void execute(Runnable task) {
        post(task);
    }
}
