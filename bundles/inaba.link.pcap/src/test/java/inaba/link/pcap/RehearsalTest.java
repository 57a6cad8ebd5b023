package inaba.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
    /// A round is a file.
    private static final int ROUND = 2000;

    private static final Duration ONE_ROUND = Duration.ofNanos(1);

    @Test
    @Tag("root")
    void allFramesAreReceivedWhileTheWindowIsOpen() throws IOException {
        assertEquals(ROUND, Rehearsal.run(Clock.systemUTC(), 1, ONE_ROUND));
    }

    @Test
    @Tag("root")
    void roundsFollowEachOtherWhileItOpensAndCloses() throws IOException {
        assertTrue(Rehearsal.run(Clock.systemUTC(), 4 * ROUND, Duration.ofMinutes(1)) >= 4 * ROUND);
    }
}
