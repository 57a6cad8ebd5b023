package inaba.bench.forward;

import inaba.lab.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The C programs of this module, compiled by the machine's own compiler where there is one.
public final class Tools {
    private static final Path SOURCES = Path.of(System.getProperty("inaba.home", "."), "runtime/bench/src/main/c");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;

    /// @param folder for what is compiled
    public Tools(Path folder) {
        this.folder = folder;
    }

    static boolean available() throws InterruptedException {
        return succeeds("gcc", "--version");
    }

    /// The compiler and a library with its headers.
    public static boolean hasLibrary(String name) throws InterruptedException {
        return available() && succeeds("pkg-config", "--exists", name);
    }

    private static boolean succeeds(String... words) throws InterruptedException {
        try (var task = Task.start(words)) {
            return task.await(LIMIT) == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /// Compiles `name.c`.
    ///
    /// @param libraries that pkg-config knows
    public Path compile(String name, String... libraries) throws IOException, InterruptedException {
        var program = folder.resolve(name);
        var source = SOURCES.resolve(name + ".c").toString();
        var words = new ArrayList<>(List.of("gcc", "-O2", "-o", program.toString(), source));
        for (var library : libraries) {
            var flags = Task.start("pkg-config", "--cflags", "--libs", library).succeed(LIMIT);
            words.addAll(List.of(flags.strip().split("\\s+")));
        }
        Task.start(words, Map.of()).succeed(LIMIT);
        return program;
    }
}
