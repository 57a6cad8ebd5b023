package inaba.deploy.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// Makes small bundles.
public final class Jars {
    private Jars() {}

    /// A bundle without code.
    public static Path write(Path file, @Nullable String symbolicName, @Nullable String version) throws IOException {
        var manifest = new Manifest();
        put(manifest, "Manifest-Version", "1.0");
        put(manifest, "Bundle-ManifestVersion", "2");
        put(manifest, "Bundle-SymbolicName", symbolicName);
        put(manifest, "Bundle-Version", version);
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new JarEntry("README"));
            jar.write("nothing".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void put(Manifest manifest, String name, @Nullable String value) {
        if (value != null) {
            manifest.getMainAttributes().put(new Attributes.Name(name), value);
        }
    }
}
