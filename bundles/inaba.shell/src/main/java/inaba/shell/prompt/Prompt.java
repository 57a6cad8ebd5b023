package inaba.shell.prompt;

import inaba.shell.complete.Completion;
import inaba.shell.complete.View;
import inaba.shell.run.Commands;
import inaba.shell.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads lines from a terminal and runs them, until the person leaves.
public final class Prompt implements AutoCloseable {
    /// What a prompt works with.
    ///
    /// @param history file of the lines that were typed
    public record Setting(Commands commands, CommandProcessor processor, View view, Path history) {}

    private static final Logger LOG = LoggerFactory.getLogger(Prompt.class);
    private static final String PROMPT = "inaba> ";
    private static final Set<String> LEAVE = Set.of("exit", "quit", "logout");

    private final Terminal terminal;
    private final Session session;
    private final LineReader reader;
    private volatile boolean running;
    private volatile boolean closed;
    private int code;

    /// @param folder where the person is
    public Prompt(Setting setting, Terminal terminal, Path folder) {
        this.terminal = terminal;
        session = new Session(setting.commands, setting.processor, new TerminalScreen(terminal), folder);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("inaba")
                .parser(Completion.parser())
                .completer(new Completion(setting.commands, setting.view, folder))
                .variable(LineReader.HISTORY_FILE, setting.history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.INSERT_TAB, false)
                .build();
        // Ctrl-C belongs to JLine while it reads, and to a line before and after: at no moment to nobody.
        terminal.handle(Signal.INT, _ -> session.cancel());
        reader.getWidgets().put(LineReader.CALLBACK_INIT, this::readingBegins);
    }

    /// JLine has taken Ctrl-C over, and gives it back when the line has been read.
    private boolean readingBegins() {
        session.awaitLine();
        return true;
    }

    /// Serves until `exit`, Ctrl-D, or the end of the terminal.
    ///
    /// @return the exit code of the last line
    public int serve() {
        try (session) {
            for (var line = read(); line != null && !LEAVE.contains(line.strip()); line = read()) {
                code = run(line);
            }
            save();
            return code;
        }
    }

    private int run(String line) {
        running = true;
        try {
            // JLine interrupts the reading thread for Ctrl-C: pressed just behind a line, that gives the line up.
            return Thread.interrupted() || closed ? code : session.line(line);
        } finally {
            running = false;
        }
    }

    /// The next line, or null when the person leaves.
    private @Nullable String read() {
        while (!closed) {
            try {
                return reader.readLine(PROMPT);
            } catch (UserInterruptException e) {
                code = 0; // Ctrl-C: the line is given up
            } catch (EndOfFileException e) {
                return null;
            }
        }
        return null;
    }

    private void save() {
        try {
            reader.getHistory().save();
        } catch (IOException e) {
            LOG.warn("the history is not kept: {}", e.toString());
        }
    }

    /// Whether a line runs. Any thread.
    public boolean running() {
        return running;
    }

    /// Asks what runs to end, and ends [#serve] then; asked again, interrupts it. Any thread.
    @Override
    public void close() {
        closed = true;
        session.cancel();
        if (!running) {
            closeTerminal();
        }
    }

    private void closeTerminal() {
        try {
            terminal.close();
        } catch (IOException e) {
            LOG.warn("the terminal did not close: {}", e.toString());
        }
    }
}
