package inaba.testkit;

import inaba.api.time.ManualTime;
import inaba.api.time.Time;
import inaba.core.loop.EngineLoop;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// A control loop without a thread: what is posted runs when the lab settles. The test's thread is the loop.
final class ManualLoop implements EngineLoop {
    private final ManualTime time;
    private final RandomGenerator random;
    /// Any thread posts.
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Source> sources = new CopyOnWriteArrayList<>();

    ManualLoop(ManualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /// Runs what is there.
    ///
    /// @return true when there was anything
    boolean turn() {
        boolean worked = false;
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            worked = true;
        }
        for (var source : sources) {
            worked |= source.poll();
        }
        return worked;
    }

    /// Nothing was posted.
    boolean isIdle() {
        return tasks.isEmpty();
    }

    @Override
    public void add(Source source) {
        sources.add(source);
    }

    @Override
    public void remove(Source source) {
        sources.remove(source);
    }

    @Override
    public void pause(Duration step) {
        time.advance(step);
    }

    @Override
    public void wake() {}

    @Override
    public void purge(ClassLoader gone) {}

    @Override
    public void post(Runnable task) {
        tasks.add(task);
    }

    @Override
    public <T> T call(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception thrown) {
            throw unchecked(thrown);
        }
    }

    /// Rethrows as it is, as the real loop does.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public boolean onLoop() {
        return true;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
