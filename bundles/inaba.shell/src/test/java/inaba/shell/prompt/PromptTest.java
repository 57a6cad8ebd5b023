package inaba.shell.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.shell.complete.View;
import inaba.shell.run.ShellLab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PromptTest {
    @TempDir
    private Path state;

    private final ShellLab lab = new ShellLab();
    private final AtomicInteger runs = new AtomicInteger();

    PromptTest() {
        lab.offers("count", _ -> runs.incrementAndGet());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /// A terminal on which Ctrl-C is pressed at the worst moment: while it is given to somebody else.
    private static final class Hasty extends LineDisciplineTerminal {
        private final boolean after;
        private boolean pressed;

        /// @param after  whether it is pressed when the first line has been read, and not before
        Hasty(boolean after) throws IOException {
            super("hasty", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8, SignalHandler.SIG_IGN);
            this.after = after;
        }

        @Override
        public SignalHandler handle(Signal signal, SignalHandler handler) {
            if (signal == Signal.INT && !after && isReading(handler)) {
                press();
            }
            var before = super.handle(signal, handler);
            if (signal == Signal.INT && after && isReading(before) && !isReading(handler)) {
                press();
            }
            return before;
        }

        private static boolean isReading(SignalHandler handler) {
            return handler.getClass().getName().startsWith("org.jline.reader");
        }

        private void press() {
            if (!pressed) {
                pressed = true;
                raise(Signal.INT);
            }
        }
    }

    private void types(String keys, Hasty terminal) throws IOException {
        var setting = new Prompt.Setting(lab.commands, lab.processor, new View(), state.resolve("history"));
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
        try (var prompt = new Prompt(setting, terminal, state)) {
            assertEquals(0, prompt.serve());
        }
    }

    @Test
    void ctrlCJustBehindALineGivesThatOneUp() throws IOException {
        types("count\rcount\r\4", new Hasty(true));
        assertEquals(1, runs.get());
    }

    @Test
    void ctrlCBeforeALineIsReadLeavesTheNextAlone() throws IOException {
        types("count\rcount\r\4", new Hasty(false));
        assertEquals(2, runs.get());
    }
}
