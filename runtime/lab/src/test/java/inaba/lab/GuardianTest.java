package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardianTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void processesAndFoldersGoWithIt() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("inaba-guardian-");
        Files.writeString(folder.resolve("file"), "text");
        var guarded = Task.start("sleep", "1000");
        try (var other = Task.start("sleep", "1000")) {
            try (var guardian = new Guardian()) {
                guardian.process(guarded.handle());
                guardian.folder(folder);
                assertTrue(guarded.isRunning());
            }
            guarded.await(LIMIT);
            assertTrue(other.isRunning());
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void aProcessThatHasEndedIsNoneOfItsBusiness() throws IOException, InterruptedException {
        var ended = Task.start("true");
        ended.succeed(LIMIT);
        try (var guardian = new Guardian()) {
            guardian.process(ended.handle());
        }
    }
}
