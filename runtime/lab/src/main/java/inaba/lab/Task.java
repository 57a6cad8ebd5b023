package inaba.lab;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that runs, with what it prints (standard output and errors together). Nothing here waits without a bound.
public final class Task implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final String words;
    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final Thread reader;
    private boolean ended;

    private Task(String words, Process process) {
        this.words = words;
        this.process = process;
        // A virtual thread would keep a carrier while it reads from a process, and there are as many as processors.
        reader = Thread.ofPlatform().daemon().name("output").start(this::read);
    }

    /// @param environment added to that of this process
    public static Task start(List<String> words, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        return new Task(String.join(" ", words), builder.start());
    }

    public static Task start(String... words) throws IOException {
        return start(List.of(words), Map.of());
    }

    private void read() {
        try (var reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            var chunk = new char[8192];
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                append(chunk, count);
            }
        } catch (IOException e) {
            append(e.toString().toCharArray(), e.toString().length());
        } finally {
            synchronized (output) {
                ended = true;
                output.notifyAll();
            }
        }
    }

    private void append(char[] chunk, int count) {
        synchronized (output) {
            output.append(chunk, 0, count);
            output.notifyAll();
        }
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// What it has printed so far.
    public String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /// Waits until it has printed this text.
    ///
    /// @throws IOException with all it printed, when it ended without or took longer
    public Task awaitOutput(String text, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (output) {
            while (output.indexOf(text) < 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new IOException(
                            (ended ? "ended" : "still runs after " + limit) + " without '" + text + "': " + this);
                }
                output.wait(left);
            }
        }
        return this;
    }

    /// Waits until it ends by itself.
    ///
    /// @return its exit code; 128 and the signal's number where a signal ended it
    /// @throws IOException when it takes longer; it is killed then
    public int await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            kill();
            throw new IOException("took longer than " + limit + ": " + this);
        }
        reader.join(GRACE);
        return process.exitValue();
    }

    /// Waits until it ends well.
    ///
    /// @return what it printed
    /// @throws IOException with what it printed when its exit code is not 0
    public String succeed(Duration limit) throws IOException, InterruptedException {
        int code = await(limit);
        if (code != 0) {
            throw new IOException("exit code " + code + ": " + this);
        }
        return output();
    }

    /// SIGTERM. What it prints before its end is read all the same, which [Process#destroy] would prevent.
    public void terminate() {
        handle().destroy();
    }

    /// SIGINT, as from Ctrl-C.
    public void interrupt() throws IOException, InterruptedException {
        start("kill", "-INT", Long.toString(pid())).succeed(GRACE);
    }

    /// SIGKILL.
    public void kill() {
        process.destroyForcibly();
    }

    /// Ends it: SIGTERM, and SIGKILL where that does not help.
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IOException("did not end on SIGTERM: " + this);
            }
            reader.join(GRACE);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return words + "\n" + output();
    }

    /// Words split at blanks; a blank inside a word is not possible here.
    static List<String> split(String command) {
        return List.of(command.strip().split(" +"));
    }
}
