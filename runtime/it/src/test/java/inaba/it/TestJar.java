package inaba.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;

/// A bundle made in a test.
final class TestJar {
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    TestJar(String symbolicName) {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", symbolicName);
        header("Bundle-Version", "1.0.0");
    }

    /// A bundle that consists of its activator and what is nested in that; it sees whatever is exported.
    static TestJar activatedBy(Class<? extends BundleActivator> activator, String symbolicName, String version)
            throws IOException {
        return new TestJar(symbolicName)
                .header(Constants.BUNDLE_VERSION, version)
                .header(Constants.DYNAMICIMPORT_PACKAGE, "*")
                .header(Constants.BUNDLE_ACTIVATOR, activator.getName())
                .withClass(activator);
    }

    /// The same bundle as another one, with another version, as an update of it.
    static TestJar copyOf(Path jar, String version) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var copy = new TestJar("copy");
            copy.manifest.getMainAttributes().putAll(file.getManifest().getMainAttributes());
            copy.header("Bundle-Version", version);
            for (var entry : file.stream().filter(each -> !each.isDirectory()).toList()) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    copy.entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
            return copy;
        }
    }

    TestJar header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /// Adds a class and those nested in it.
    TestJar withClass(Class<?> type) throws IOException {
        var path = type.getName().replace('.', '/') + ".class";
        try (var bytes = type.getClassLoader().getResourceAsStream(path)) {
            if (bytes == null) {
                throw new IOException("no " + path + " on the class path");
            }
            entries.put(path, bytes.readAllBytes());
        }
        for (var nested : type.getDeclaredClasses()) {
            withClass(nested);
        }
        return this;
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes());
    }
}
