package inaba.deploy.bundle;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/// Calls of the framework that may never return, each on a thread of its own. Java cannot end such a thread: it is
/// given up, and the bundle is shown as stuck until it returns.
public final class Deadline {
    public static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration NUDGE = Duration.ofSeconds(1);
    private static final Duration RELEASE_STEP = Duration.ofMillis(100);

    /// A call of the framework.
    interface Step {
        void run() throws Exception;
    }

    /// A call that has not returned.
    ///
    /// @param step `start`
    public record Stuck(String step, List<String> stack) {}

    private record Call(String step, Thread thread) {}

    private final Map<Long, Call> stuck = new ConcurrentHashMap<>();
    /// Bundles that hung once: what is done with them later may come to the same place.
    private final Set<Long> hung = ConcurrentHashMap.newKeySet();
    private final Duration limit;

    public Deadline(Duration limit) {
        this.limit = limit;
    }

    /// Runs the step and waits for it, for so long.
    ///
    /// @param late run on the step's thread when it ends after it was given up
    /// @throws DeployException when it failed, or did not return in time
    void run(Bundle bundle, String step, Step task, Runnable late) throws DeployException {
        var label = bundle.getSymbolicName() + ' ' + step;
        long id = bundle.getBundleId();
        var future = new FutureTask<Void>(() -> {
            task.run();
            return null;
        });
        var thread = Thread.ofPlatform()
                .name("inaba-deploy " + label)
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    future.run();
                    if (stuck.remove(id) != null) {
                        Thread.interrupted(); // meant for the step, which has ended
                        late.run();
                    }
                });
        thread.start();
        try {
            await(future, hung.contains(id) ? thread : null);
        } catch (TimeoutException e) {
            giveUp(id, new Call(step, thread), future, late);
            throw new DeployException(label + " did not return within " + limit.toSeconds() + " s: it is stuck", e);
        } catch (ExecutionException e) {
            throw new DeployException(label + " failed: " + DeployException.reason(e), e);
        } catch (InterruptedException e) {
            giveUp(id, new Call(step, thread), future, late);
            Thread.currentThread().interrupt();
            throw new DeployException(label + " was not waited for", e);
        }
    }

    private void giveUp(long id, Call call, FutureTask<Void> future, Runnable late) {
        hung.add(id);
        stuck.put(id, call);
        if (future.isDone() && stuck.remove(id) != null) {
            late.run(); // it ended just now, and did not see that it was given up
        }
    }

    /// @param nudged interrupted each second while it works, or null
    private void await(FutureTask<Void> future, @Nullable Thread nudged)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (nudged != null && System.nanoTime() < end) {
            try {
                future.get(Math.min(NUDGE.toNanos(), limit.toNanos()), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                nudged.interrupt();
            }
        }
        future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /// What a bundle is stuck in, or null.
    public @Nullable Stuck stuck(long bundle) {
        var call = stuck.get(bundle);
        return call == null
                ? null
                : new Stuck(
                        call.step,
                        Arrays.stream(call.thread.getStackTrace())
                                .map(StackTraceElement::toString)
                                .toList());
    }

    /// Interrupts the thread that a bundle is stuck on, again and again, since several waits may follow one another;
    /// returns when it has ended, or at the limit.
    void release(long bundle) {
        var call = stuck.get(bundle);
        if (call == null) {
            return;
        }
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (call.thread.isAlive() && System.nanoTime() < end) {
                stuck.computeIfPresent(bundle, (_, now) -> {
                    now.thread.interrupt();
                    return now;
                });
                call.thread.join(RELEASE_STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the step that follows says so
        }
    }
}
