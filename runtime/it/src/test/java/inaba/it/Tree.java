package inaba.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// The source tree under test and what was built in it.
final class Tree {
    /// The folder with `features/`, `cnf/` and `bundles/`.
    static final Path HOME =
            Path.of(System.getProperty("inaba.home", "../..")).toAbsolutePath().normalize();

    private Tree() {}

    /// Names of the folders in `bundles/`.
    static List<String> bundles() throws IOException {
        try (var folders = Files.list(HOME.resolve("bundles"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("bnd.bnd")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// The jar of one of our bundles, as it will be installed.
    static Path jar(String bundle) {
        return HOME.resolve("runtime/dist/target/repository/inaba/" + bundle + "/0.1.0/" + bundle + "-0.1.0.jar");
    }

    static Manifest manifest(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest();
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " is not built", e);
        }
    }
}
