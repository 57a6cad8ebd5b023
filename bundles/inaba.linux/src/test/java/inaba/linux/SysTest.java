package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class SysTest {
    @Test
    void anErrorIsANegativeNumberAndHasTheKernelsWords() {
        var refusal =
                assertThrows(LinuxException.class, () -> Sys.check(Sys.open("/no/such/file", 0), "open /no/such/file"));
        assertEquals("open /no/such/file: No such file or directory", refusal.getMessage());
        assertEquals(Errno.ENOENT, refusal.errno());
    }

    @Test
    void missingRightsComeWithAdvice() {
        assertEquals(
                "bind: Operation not permitted (needs root, or CAP_NET_ADMIN, CAP_NET_RAW and CAP_BPF)",
                new LinuxException("bind", Errno.EPERM).getMessage());
    }

    @Test
    void bytesOutsideTheMemoryAreRefused() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(8);
            assertThrows(IllegalStateException.class, () -> Sys.read(0, memory, 4, 8));
        }
    }

    @Test
    void aWaitIsEndedByAWakeUpBeforeIt() throws LinuxException {
        int fd = Sys.check(Sys.eventfd(0, 0), "eventfd");
        try (var waiting = new Waiting(fd)) {
            waiting.wakeup();
            assertEquals(0, waiting.await(-1));
        }
        assertEquals(0, Sys.close(fd));
        assertTrue(Sys.close(fd) < 0);
    }
}
