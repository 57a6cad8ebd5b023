package inaba.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/// Starts bundles, each on a thread of its own with a deadline, since Java cannot end a thread that does not return.
///
/// The thread is named `inaba-start:` and the symbolic name; while it lives, its bundle has not started.
final class BundleStarter {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final String THREAD_PREFIX = "inaba-start:";

    private final Duration deadline;
    private final Consumer<String> report;

    /// @param report gets one line (and for a stuck bundle its stack) when a bundle does not start
    BundleStarter(Duration deadline, Consumer<String> report) {
        this.deadline = deadline;
        this.report = report;
    }

    enum Outcome {
        STARTED,
        FAILED,
        STUCK
    }

    /// Starts one bundle; returns after the deadline at the latest.
    Outcome start(Bundle bundle) throws InterruptedException {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return Outcome.STARTED; // a fragment only resolves
        }
        var attempt = new Attempt(bundle);
        var thread = Thread.ofPlatform()
                .daemon()
                .name(THREAD_PREFIX + bundle.getSymbolicName())
                .start(attempt);
        if (!thread.join(deadline)) {
            report.accept(bundle.getSymbolicName() + " is stuck: it has not started within " + deadline.toSeconds()
                    + " s; going on without it\n" + stackOf(thread));
            return Outcome.STUCK;
        }
        var failure = attempt.failure;
        if (failure != null) {
            report.accept(bundle.getSymbolicName() + " did not start: " + rootCause(failure));
            return Outcome.FAILED;
        }
        return Outcome.STARTED;
    }

    private static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    at " + frame)
                .collect(Collectors.joining("\n"));
    }

    private static String rootCause(Throwable failure) {
        var cause = failure;
        for (var next = failure.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return String.valueOf(cause);
    }

    private static final class Attempt implements Runnable {
        private final Bundle bundle;
        private volatile @Nullable Throwable failure;

        Attempt(Bundle bundle) {
            this.bundle = bundle;
        }

        @Override
        public void run() {
            try {
                bundle.start();
            } catch (BundleException | RuntimeException | LinkageError e) {
                failure = e;
            }
        }
    }
}
