package inaba.shell.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.shell.run.ShellLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LogCommandTest {
    private static final String INFO = "2026-01-01T10:00:00.000Z INFO  inaba.nd.Nd - lan is up\n";
    private static final String WARN = "2026-01-01T10:00:01.000Z WARN  inaba.core.Faults - nd threw - again\n";
    private static final String TRACE = "java.lang.IllegalStateException: no\n\tat inaba.nd.Nd.run(Nd.java:7)\n";

    @TempDir
    private Path folder;

    private Path file;
    private final ShellLab lab = new ShellLab();

    @BeforeEach
    void offer() {
        file = folder.resolve("inaba.log");
        var command = new LogCommand(file);
        lab.offers("log", command::run);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void entriesAreShownWithTheirTraces() throws IOException {
        Files.writeString(file, "rest of something\n" + INFO + WARN + TRACE);
        assertEquals(INFO + WARN + TRACE, lab.shown("log"));
        assertEquals(WARN + TRACE, lab.shown("log warn"));
        assertEquals(WARN + TRACE, lab.shown("log count 1"));
        assertEquals("", lab.shown("log error"));
        assertEquals(2, lab.session().line("log loud"));
    }

    @Test
    void jsonHasTheParts() throws IOException {
        Files.writeString(file, WARN + TRACE);
        assertEquals("""
                [{"time":"2026-01-01T10:00:01.000Z","level":"WARN","logger":"inaba.core.Faults","message":"nd threw - again",\
                "more":["java.lang.IllegalStateException: no","\\tat inaba.nd.Nd.run(Nd.java:7)"]}]
                """, lab.shown("log -j"));
    }

    @Test
    void noLogYetIsNoError() {
        assertEquals("", lab.shown("log"));
    }

    @Test
    void whatIsAddedIsShownAlsoAfterTheFileWasBegunAnew() throws IOException, InterruptedException {
        Files.writeString(file, INFO);
        var following = Thread.ofPlatform().start(() -> lab.session().line("log follow"));
        lab.awaitShown(INFO);
        Files.writeString(file, WARN, StandardOpenOption.APPEND);
        lab.awaitShown(INFO + WARN);
        Files.writeString(file, INFO);
        lab.awaitShown(INFO + WARN + INFO);
        lab.session().cancel();
        following.join();
    }
}
