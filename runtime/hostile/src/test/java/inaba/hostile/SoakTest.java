package inaba.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    @Test
    void aShortSoakIsWithstood(@TempDir Path state) {
        assertTrue(Soak.run(state, System.nanoTime(), Duration.ofSeconds(5)), "see what was printed");
    }
}
