package inaba.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/// Libraries' bundles that take their classes from the class path (OSGi Core 8, chapter 60): the JVM's start cache has
/// these linked, with their lambdas and profiles, but not those of a bundle's own class loader.
///
/// They are bundles like the others for everything else. Their static fields are the process's, so this is for an
/// appliance that has a process to itself. Ours never come from the class path: they are exchanged while they run.
final class ClassPathBundles implements ModuleConnector {
    private final Set<Path> jars;
    private boolean given = true;

    private ClassPathBundles(Set<Path> jars) {
        this.jars = jars;
    }

    static ClassPathBundles none() {
        return new ClassPathBundles(Set.of());
    }

    /// Every bundle whose jar is named there, absolutely.
    static ClassPathBundles of(String classPath) {
        return new ClassPathBundles(
                Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).collect(Collectors.toSet()));
    }

    /// True if this jar's bundle takes its classes from the class path.
    boolean has(Path jar) {
        return given && jars.contains(jar);
    }

    /// From now on no bundle does: one was replaced, and the class path would go on with what it was.
    void forget() {
        given = false;
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // Nothing is kept between starts.
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        if (!location.startsWith("file:")) {
            return Optional.empty();
        }
        var jar = Path.of(URI.create(location));
        return has(jar) ? Optional.of(() -> new Content(jar)) : Optional.empty();
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }

    /// A jar whose entries are read as a bundle's, and whose classes the class path has.
    private static final class Content implements ConnectContent {
        private final Path file;
        private @Nullable JarFile jar;

        Content(Path file) {
            this.file = file;
        }

        private JarFile opened() {
            if (jar == null) {
                throw new IllegalStateException(file + " is not open");
            }
            return jar;
        }

        @Override
        public Optional<Map<String, String>> getHeaders() {
            return Optional.empty(); // the framework reads the manifest
        }

        @Override
        public Iterable<String> getEntries() {
            return () -> opened().stream().map(ZipEntry::getName).iterator();
        }

        @Override
        public Optional<ConnectEntry> getEntry(String path) {
            return Optional.ofNullable(opened().getEntry(path)).map(entry -> new Entry(opened(), entry));
        }

        @Override
        public Optional<ClassLoader> getClassLoader() {
            return Optional.of(ClassPathBundles.class.getClassLoader());
        }

        @Override
        public void open() throws IOException {
            jar = new JarFile(file.toFile());
        }

        @Override
        public void close() throws IOException {
            opened().close();
            jar = null;
        }
    }

    private record Entry(JarFile jar, ZipEntry entry) implements ConnectContent.ConnectEntry {
        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }
    }
}
