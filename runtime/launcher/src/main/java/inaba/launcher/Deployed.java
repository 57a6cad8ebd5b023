package inaba.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The jars in `STATE/deployed`: each replaces the feature bundle with its symbolic name, or is added.
///
/// Of several with one symbolic name the highest version counts. What is not a bundle is reported and left out.
final class Deployed {
    private record Entry(Repository.Name name, Path file) {}

    private final Map<String, Entry> bundles = new TreeMap<>();

    static Deployed read(Path folder, Consumer<String> report) throws StartException {
        var deployed = new Deployed();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, "*.jar")) {
                for (var file : files) {
                    deployed.add(file, report);
                }
            } catch (IOException e) {
                throw StartException.failed("cannot read the deployed bundles in " + folder + ": " + e);
            }
        }
        return deployed;
    }

    private void add(Path file, Consumer<String> report) throws IOException {
        try {
            var name = Repository.nameOf(file);
            if (name == null) {
                report.accept("left out: " + file + " is not a bundle");
                return;
            }
            bundles.merge(
                    name.symbolicName(),
                    new Entry(name, file),
                    (a, b) -> a.name.version().compareTo(b.name.version()) >= 0 ? a : b);
        } catch (ZipException | IllegalArgumentException e) {
            report.accept("left out: " + file + " is not a readable bundle: " + e.getMessage());
        }
    }

    /// Takes the jar that replaces this bundle out of the set; null if none does.
    @Nullable
    Path takeReplacementOf(Path bundle) throws IOException {
        if (bundles.isEmpty()) {
            return null;
        }
        var name = Repository.nameOf(bundle);
        var entry = name == null ? null : bundles.remove(name.symbolicName());
        return entry == null ? null : entry.file;
    }

    /// What has not been taken: bundles that no feature names.
    Iterable<Path> others() {
        return bundles.values().stream().map(Entry::file).toList();
    }
}
