package inaba.launcher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;

/// Starts bundles one after the other, each with a deadline. Java cannot end a thread that does not return: it is left
/// behind with its bundle, and another goes on with the rest.
///
/// The thread is named `inaba-start:` and the symbolic name of the bundle that it starts, or is stuck with.
final class BundleStarter {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String THREAD_PREFIX = "inaba-start:";

    private final Duration deadline;
    private final Consumer<String> report;
    private final BooleanSupplier stopping;

    /// @param report   gets one line (and for a stuck bundle its stack) when a bundle does not start; any thread
    /// @param stopping asked before each bundle: whether no more are to be started; any thread
    BundleStarter(Duration deadline, Consumer<String> report, BooleanSupplier stopping) {
        this.deadline = deadline;
        this.report = report;
        this.stopping = stopping;
    }

    /// Returns when each of them has started, failed or run into its deadline, or no more are to be started.
    ///
    /// @return those that failed
    List<Bundle> start(List<Bundle> bundles) throws InterruptedException {
        var rest = new ArrayDeque<>(bundles);
        var failed = new ArrayList<Bundle>();
        while (!rest.isEmpty()) {
            var turn = new Turn(rest);
            var thread = Thread.ofPlatform().daemon().start(turn);
            var stuck = turn.awaitStuck();
            failed.addAll(turn.failed);
            if (stuck == null) {
                break;
            }
            report.accept(stuck.getSymbolicName() + " is stuck: it has not started within " + deadline.toSeconds()
                    + " s; going on without it\n" + stackOf(thread));
        }
        return failed;
    }

    private static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    at " + frame)
                .collect(Collectors.joining("\n"));
    }

    /// A fragment only resolves.
    private static boolean isFragment(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class); // none once it was uninstalled
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static String rootCause(Throwable failure) {
        var cause = failure;
        for (var next = failure.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return String.valueOf(cause);
    }

    /// What one thread does: it takes bundles until none is left, or it is left behind itself.
    private final class Turn implements Runnable {
        private final Queue<Bundle> rest;
        private final List<Bundle> failed = new ArrayList<>();
        private @Nullable Bundle current;
        private long began;
        private boolean leftBehind;

        Turn(Queue<Bundle> rest) {
            this.rest = rest;
            take();
        }

        @Override
        public void run() {
            for (var bundle = current(); bundle != null; bundle = next(start(bundle) ? null : bundle)) {
                Thread.interrupted(); // left there by the one before
            }
        }

        private synchronized @Nullable Bundle current() {
            return current;
        }

        private synchronized @Nullable Bundle next(@Nullable Bundle failure) {
            if (leftBehind) {
                return null;
            }
            if (failure != null) {
                failed.add(failure);
            }
            take();
            if (current == null) {
                notifyAll();
            }
            return current;
        }

        private void take() {
            current = stopping.getAsBoolean() ? null : rest.poll();
            began = System.nanoTime();
        }

        /// Waits for the last bundle, or until one does not return in time.
        synchronized @Nullable Bundle awaitStuck() throws InterruptedException {
            while (current != null && !leftBehind) {
                long left = deadline.toNanos() - (System.nanoTime() - began);
                if (left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } else {
                    leftBehind = true;
                }
            }
            return current;
        }

        /// @return false when it failed
        private boolean start(Bundle bundle) {
            Thread.currentThread().setName(THREAD_PREFIX + bundle.getSymbolicName());
            try {
                if (!isFragment(bundle)) {
                    bundle.start();
                }
                return true;
            } catch (BundleException | RuntimeException | Error e) {
                report.accept(bundle.getSymbolicName() + " did not start: " + rootCause(e));
                return false;
            }
        }
    }
}
