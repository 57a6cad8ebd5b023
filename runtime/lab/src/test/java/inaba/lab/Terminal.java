package inaba.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A command at a terminal of its own, made by script(1), and somebody who types.
final class Terminal implements AutoCloseable {
    private static final String PROMPT = "inaba> ";

    private final Process script;
    private final Path seen;
    private final OutputStream keyboard;
    private int read;

    /// @param seen file for what the screen shows
    Terminal(Path seen, List<String> words) throws IOException {
        this.seen = seen;
        var builder = new ProcessBuilder(
                        "script", "-qefc", "stty rows 24 cols 200; exec " + String.join(" ", words), seen.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(ApplianceProcess.ENVIRONMENT);
        builder.environment().put("TERM", "xterm");
        script = builder.start();
        keyboard = script.getOutputStream();
    }

    void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /// Waits for the next prompt.
    ///
    /// @return what the screen has shown since the one before
    String awaitPrompt() throws IOException, InterruptedException {
        try {
            return Until.found("a prompt", ApplianceProcess.START, this::prompt);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + ", since the one before: " + screen().substring(read), e);
        }
    }

    private @Nullable String prompt() throws IOException {
        var screen = screen();
        int at = screen.indexOf(PROMPT, read);
        if (at >= 0) {
            var since = screen.substring(read, at);
            read = at + PROMPT.length();
            return since;
        }
        if (!script.isAlive()) {
            throw new IOException("ended without a prompt");
        }
        return null;
    }

    /// Types a line at the prompt and waits until the next one.
    ///
    /// @return what the screen has shown meanwhile
    String answer(String line) throws IOException, InterruptedException {
        type(line + "\r");
        return awaitPrompt();
    }

    /// The first text on the screen that the pattern matches.
    String shown(String pattern) throws IOException {
        var found = Pattern.compile(pattern).matcher(screen());
        if (!found.find()) {
            throw new IOException(pattern + " is not shown: " + screen());
        }
        return found.group();
    }

    private String screen() {
        try {
            return Files.exists(seen) ? Files.readString(seen).replaceAll("\\e\\[[0-9;?]*[a-zA-Z]", "") : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return screen();
    }

    /// Waits until the command ends by itself.
    ///
    /// @return its exit code
    int await(Duration limit) throws IOException, InterruptedException {
        if (!script.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("still runs after " + limit + ": " + screen());
        }
        return script.exitValue();
    }

    @Override
    public void close() {
        script.destroy();
    }
}
