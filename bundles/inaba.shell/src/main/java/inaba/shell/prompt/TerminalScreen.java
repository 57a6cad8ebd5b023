package inaba.shell.prompt;

import inaba.shell.run.Screen;
import java.io.OutputStream;
import org.jline.terminal.Terminal;

/// A terminal shows everything in one place.
final class TerminalScreen implements Screen {
    /// To the start of the line, which is emptied.
    private static final String CLEAR = "\r\033[K";

    private final Terminal terminal;

    TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public OutputStream out() {
        return terminal.output();
    }

    @Override
    public OutputStream err() {
        return terminal.output();
    }

    @Override
    public void progress(String text) {
        int room = Math.max(1, terminal.getWidth() - 1);
        var line = text.lines().findFirst().orElse("");
        terminal.writer().print(CLEAR + line.substring(0, Math.min(line.length(), room)));
        terminal.flush();
    }
}
