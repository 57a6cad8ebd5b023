package inaba.core.link;

import inaba.core.path.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a device over between two drivers at an instant: frames that the kernel stamped before it are the old one's,
/// the rest the new one's. So no frame is seen twice, and none is lost in between.
final class HandOver {
    /// Time for the kernel to begin stamping, and for both sides to hear of the instant.
    private static final Duration AHEAD = Duration.ofMillis(80);

    /// Frames under way at the change of an exclusive driver are stamped before this is over.
    private static final Duration AT_ONCE = Duration.ofMillis(5);

    private static final long SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private HandOver() {}

    /// Returns once the old workers have taken all that was theirs. The new ones are not started yet.
    static void at(List<Worker> before, List<Worker> after) {
        // Whole microseconds: some drivers see no finer stamps, and both must draw the same line.
        var at = Clock.systemUTC().instant().plus(AHEAD).truncatedTo(ChronoUnit.MICROS);
        long instant = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        after.forEach(worker -> worker.receiver().only(instant, Long.MAX_VALUE));
        if (!await(before, instant)) { // the clock was set back meanwhile, perhaps: no frame is refused for its stamp
            after.forEach(worker -> worker.receiver().only(Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    /// Hands a device over to or from a driver whose frames come to nobody else: from the moment on at which that
    /// begins or ends, each frame comes to one of both. The new workers run already.
    ///
    /// Returns once the old workers have taken all that was theirs.
    static void now(List<Worker> before) {
        var at = Clock.systemUTC().instant().plus(AT_ONCE);
        await(before, at.getEpochSecond() * 1_000_000_000L + at.getNano());
    }

    /// @return false when they did not come to their end
    private static boolean await(List<Worker> before, long instant) {
        var passed = before.stream().map(worker -> worker.until(instant)).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(passed).get(SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            // The new one serves all the same: the other way round nobody would.
            LOG.warn("the old driver did not come to its end within {} s; frames may be lost", SECONDS, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
