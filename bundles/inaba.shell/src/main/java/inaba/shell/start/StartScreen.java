package inaba.shell.start;

import inaba.shell.run.Screen;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Results of the commands at start go to standard output; errors are kept for the message.
final class StartScreen implements Screen {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Override
    public OutputStream out() {
        return System.out;
    }

    @Override
    public OutputStream err() {
        return errors;
    }

    @Override
    public void progress(String text) {
        // Nobody watches a start.
    }

    /// What commands complained of, in one line.
    String complaint() {
        return errors.toString(StandardCharsets.UTF_8).strip().replace("\n", "; ");
    }
}
