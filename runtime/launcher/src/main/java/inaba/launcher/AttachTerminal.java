package inaba.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The terminal of `inaba sh`, by way of stty: raw while a prompt is served, as it was afterwards, also when this
/// process is told to end.
final class AttachTerminal implements AutoCloseable {
    private static final int[] UNKNOWN_SIZE = {80, 24};

    private final String before;
    private final Thread restore = new Thread(this::restore);

    AttachTerminal() throws IOException, InterruptedException {
        before = stty("-g");
        Runtime.getRuntime().addShutdownHook(restore);
    }

    /// True when this file descriptor is a terminal.
    static boolean at(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    String type() {
        var type = System.getenv("TERM");
        return type == null || type.isEmpty() ? "dumb" : type;
    }

    /// Columns and rows.
    int[] size() throws IOException, InterruptedException {
        var words = stty("size").split(" ");
        if (words.length != 2 || words[0].equals("0")) {
            return UNKNOWN_SIZE.clone();
        }
        return new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[0])};
    }

    /// From now on every key arrives as it is.
    void raw() throws IOException, InterruptedException {
        stty("raw", "-echo");
    }

    private void restore() {
        try {
            stty(before);
        } catch (IOException | InterruptedException e) {
            System.err.println("inaba: the terminal is not restored (stty sane helps): " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(restore)) {
            restore();
        }
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.DISCARD)
                .start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException("stty " + String.join(" ", arguments) + " failed");
        }
        return answer;
    }
}
