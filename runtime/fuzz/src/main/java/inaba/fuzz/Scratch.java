package inaba.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders for what subjects write; they go when the JVM ends.
final class Scratch {
    private static final Path ALL = make();

    private Scratch() {}

    /// A new one.
    static Path folder() {
        try {
            return Files.createTempDirectory(ALL, "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path make() {
        try {
            var made = Files.createTempDirectory("inaba-fuzz-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made), "scratch"));
            return made;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path folder) {
        try (var below = Files.walk(folder)) {
            for (var each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException failed) {
            System.err.println("fuzz: " + folder + " stays: " + failed);
        }
    }
}
