package inaba.deploy.bundle;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/// Calls of the framework that may never return, each on a thread of its own. Java cannot end such a thread: it is
/// given up,
/// and the bundle is shown as stuck until it returns.
public final class Deadline {
    public static final Duration LIMIT = Duration.ofSeconds(10);

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
                        late.run();
                    }
                });
        thread.start();
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stuck.put(id, new Call(step, thread));
            if (future.isDone() && stuck.remove(id) != null) {
                late.run(); // it ended just now, and did not see that it was given up
            }
            throw new DeployException(label + " did not return within " + limit.toSeconds() + " s: it is stuck", e);
        } catch (ExecutionException e) {
            throw new DeployException(label + " failed: " + DeployException.reason(e), e);
        } catch (InterruptedException e) {
            stuck.put(id, new Call(step, thread));
            Thread.currentThread().interrupt();
            throw new DeployException(label + " was not waited for", e);
        }
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

    /// Interrupts the thread that a bundle is stuck on; it may end by that.
    void interrupt(long bundle) {
        var call = stuck.get(bundle);
        if (call != null) {
            call.thread.interrupt();
        }
    }
}
