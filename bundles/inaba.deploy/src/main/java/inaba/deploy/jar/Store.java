package inaba.deploy.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folder STATE/deployed. Used by one thread at a time.
///
///     NAME.jar               what the next start installs instead of the feature's bundle, or besides
///     kept/NAME/N-DIGEST.jar jars that were started and served well, the newest with the highest number; two are kept
///     kept/NAME/feature      digest of the feature's own jar
public final class Store {
    private static final int KEPT = 2;
    private static final int DIGEST_CHARS = 16;

    private final Path folder;

    public Store(Path folder) {
        this.folder = folder;
    }

    /// Keeps a jar that was started and serves: the newest of its name.
    ///
    /// @param feature it is the one that the feature brings
    public void keep(Jar jar, boolean feature) throws IOException {
        var kept = kept(jar.symbolicName());
        Files.createDirectories(of(jar.symbolicName()));
        if (kept.isEmpty() || !same(kept.getLast(), jar)) {
            long number = kept.isEmpty() ? 1 : number(kept.getLast()) + 1;
            write(of(jar.symbolicName()).resolve(number + "-" + mark(jar) + ".jar"), jar.bytes());
            for (var older : kept) {
                if (same(older, jar)) {
                    Files.delete(older);
                }
            }
            prune(jar.symbolicName());
        }
        if (feature) {
            write(featureMark(jar.symbolicName()), jar.digest().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void prune(String name) throws IOException {
        var kept = kept(name);
        for (var old : kept.subList(0, Math.max(0, kept.size() - KEPT))) {
            Files.delete(old);
        }
    }

    /// Forgets the newest jar of a name: it did not serve well.
    public void dropNewest(String name) throws IOException {
        var kept = kept(name);
        if (!kept.isEmpty()) {
            Files.delete(kept.getLast());
        }
    }

    /// The jar that served before the newest, or null.
    public @Nullable Jar previous(String name) throws IOException {
        var kept = kept(name);
        return kept.size() < 2 ? null : Jar.read(kept.get(kept.size() - 2));
    }

    /// Lets the next start install this jar; the feature's own needs no mention.
    public void next(Jar jar) throws IOException {
        if (feature(jar)) {
            forget(jar.symbolicName());
        } else {
            Files.createDirectories(folder);
            write(next(jar.symbolicName()), jar.bytes());
        }
    }

    private boolean feature(Jar jar) throws IOException {
        var mark = featureMark(jar.symbolicName());
        return Files.exists(mark) && Files.readString(mark).equals(jar.digest());
    }

    /// Lets the next start install what the feature brings, if it brings any.
    public void forget(String name) throws IOException {
        Files.deleteIfExists(next(name));
    }

    /// What is kept of a name, oldest first: file names tell the number and the digest.
    public List<Path> kept(String name) throws IOException {
        if (Files.notExists(of(name))) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(of(name), "*-*.jar")) {
            var kept = new ArrayList<Path>();
            files.forEach(kept::add);
            kept.sort(Comparator.comparingLong(Store::number));
            return kept;
        }
    }

    private Path of(String name) {
        return folder.resolve("kept").resolve(name);
    }

    private Path next(String name) {
        return folder.resolve(name + ".jar");
    }

    private Path featureMark(String name) {
        return of(name).resolve("feature");
    }

    private static long number(Path kept) {
        var name = kept.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    private static boolean same(Path kept, Jar jar) {
        return kept.getFileName().toString().endsWith("-" + mark(jar) + ".jar");
    }

    private static String mark(Jar jar) {
        return jar.digest().substring(0, DIGEST_CHARS);
    }

    /// A crash leaves the old file or the new one.
    private static void write(Path file, byte[] bytes) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, bytes);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
