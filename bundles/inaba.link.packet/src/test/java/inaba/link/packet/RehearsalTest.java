package inaba.link.packet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.linux.LinuxException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
    private static final int PACKETS = 20_000;

    /// Frames that the window lets through are received, whatever their slots say.
    @Test
    @Tag("root")
    void framesAreReceived() throws LinuxException {
        assertTrue(Rehearsal.run(PACKETS, Duration.ofMinutes(1)) >= PACKETS);
    }
}
