package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The features, the distribution and the folders of bundles name the same things.
class FeaturesTest {
    private static final Pattern ID = Pattern.compile("\\{\\s*\"id\"\\s*:\\s*\"([^:\"]+):([^:\"]+):([^\"]+)\"");

    @Test
    void theRepositoryHoldsWhatTheFeaturesNameAndNothingElse() throws IOException {
        var repository = Tree.HOME.resolve("runtime/dist/target/repository");
        try (var files = Files.walk(repository)) {
            var held = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> repository.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(named(), held);
        }
    }

    @Test
    void everyBundleOfOursIsInAFeature() throws IOException {
        var named = named();
        for (var bundle : Tree.bundles()) {
            assertTrue(
                    named.stream().anyMatch(path -> path.startsWith("inaba/" + bundle + "/")),
                    bundle + " is in no feature");
        }
    }

    /// Paths of all bundles that the features name, in Maven's layout.
    private static Set<String> named() throws IOException {
        var paths = new TreeSet<String>();
        try (var features = Files.newDirectoryStream(Tree.HOME.resolve("features"), "*.json")) {
            for (Path feature : features) {
                var ids = ID.matcher(Files.readString(feature));
                while (ids.find()) {
                    paths.add(String.join(
                            "/",
                            ids.group(1).replace('.', '/'),
                            ids.group(2),
                            ids.group(3),
                            ids.group(2) + "-" + ids.group(3) + ".jar"));
                }
            }
        }
        return paths;
    }
}
