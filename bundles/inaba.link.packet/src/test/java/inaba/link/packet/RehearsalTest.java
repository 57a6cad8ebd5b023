package inaba.link.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.linux.LinuxException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
    /// A round is bursts of 0 to 64 frames.
    private static final int ROUND = 2080;

    private static final Duration ONE_ROUND = Duration.ofNanos(1);

    /// Whatever their slots say.
    @Test
    @Tag("root")
    void allFramesAreReceivedWhileTheWindowIsOpen() throws LinuxException {
        assertEquals(ROUND, Rehearsal.run(Clock.systemUTC(), 1, ONE_ROUND));
    }

    @Test
    @Tag("root")
    void roundsFollowEachOtherWhileItOpensAndCloses() throws LinuxException {
        assertTrue(Rehearsal.run(Clock.systemUTC(), 4 * ROUND, Duration.ofMinutes(1)) >= 4 * ROUND);
    }
}
