package inaba.bench.forward;

import inaba.lab.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The C programs of this module, compiled by the machine's own compiler where there is one.
final class Tools {
    private static final Path SOURCES = Path.of(System.getProperty("inaba.home", "."), "runtime/bench/src/main/c");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;

    /// @param folder for what is compiled
    Tools(Path folder) {
        this.folder = folder;
    }

    static boolean available() throws InterruptedException {
        try (var task = Task.start("gcc", "--version")) {
            return task.await(LIMIT) == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /// Compiles `name.c`.
    Path compile(String name) throws IOException, InterruptedException {
        var program = folder.resolve(name);
        Task.start(
                        List.of(
                                "gcc",
                                "-O2",
                                "-o",
                                program.toString(),
                                SOURCES.resolve(name + ".c").toString()),
                        Map.of())
                .succeed(LIMIT);
        return program;
    }
}
