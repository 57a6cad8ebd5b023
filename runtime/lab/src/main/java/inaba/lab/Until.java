package inaba.lab;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waiting for what the kernel tells nobody about: by looking often, up to a limit.
public final class Until {
    private static final long LOOK_EVERY_MS = 20;

    private Until() {}

    /// What to look for.
    @FunctionalInterface
    public interface Look<T> {
        /// @return null while it is not there
        @Nullable
        T look() throws IOException, InterruptedException;
    }

    /// Whether it is so.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// @throws IOException naming what was waited for, when the limit has passed
    public static <T> T found(String what, Duration limit, Look<T> look) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (T found = look.look(); ; found = look.look()) {
            if (found != null) {
                return found;
            }
            if (System.nanoTime() > end) {
                throw new IOException("not within " + limit + ": " + what);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /// @throws IOException naming what was waited for, when the limit has passed
    public static void holds(String what, Duration limit, Condition condition)
            throws IOException, InterruptedException {
        found(what, limit, () -> condition.holds() ? Boolean.TRUE : null);
    }
}
