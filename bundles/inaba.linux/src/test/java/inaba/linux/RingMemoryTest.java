package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RingMemoryTest {
    private static final int PAGE = 4096;
    private static final int BYTES = 1 << 24;

    @Test
    @Tag("root")
    void nothingIsHeldOnceMemoryIsReady() throws IOException {
        long before = sockets();

        RingMemory.prepare(PAGE, BYTES);

        assertEquals(before, sockets());
    }

    @Test
    @Tag("root")
    void aRingIsMadeFromWhatIsReady() throws IOException {
        RingMemory.prepare(PAGE, BYTES);
        try (var socket = new PacketSocket()) {
            socket.receiveRing(PAGE, BYTES, PAGE);
        }
    }

    /// Open files of this process that are sockets.
    private static long sockets() throws IOException {
        long count = 0;
        try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var file : open) {
                count += isSocket(file) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false; // the stream's own
        }
    }
}
