package inaba.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/// The jars of the deploy folder that were deployed, by name and digest; a file in STATE/deployed.
final class Seen {
    private final Path file;
    private final Properties digests = new Properties();

    Seen(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                digests.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is damaged", e);
            }
        }
    }

    /// Remembers a jar.
    ///
    /// @return false when it was known
    boolean add(Path jar, String digest) throws IOException {
        var name = jar.getFileName().toString();
        if (digest.equals(digests.setProperty(name, digest))) {
            return false;
        }
        Files.createDirectories(file.getParent());
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var out = Files.newBufferedWriter(beside)) {
            digests.store(out, "what was deployed from the folder deploy");
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
