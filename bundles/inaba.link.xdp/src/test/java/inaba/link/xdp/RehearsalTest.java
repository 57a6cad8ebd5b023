package inaba.link.xdp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.linux.LinuxException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
    private static final int PACKETS = 20_000;

    /// Frames are received, dropped, sent, and sent from elsewhere: had one of them not come back, there would be none
    /// left after 4,096 packets.
    @Test
    @Tag("root")
    void everyFrameComesBack() throws LinuxException {
        assertTrue(Rehearsal.run(PACKETS, Duration.ofMinutes(1)) >= PACKETS);
    }
}
