package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;

/// Compares every bundle's manifest with `cnf/floors.txt`.
class FloorsTest {
    private static final int HIGHEST_FLOOR_THAT_EXPORTS = 1;

    /// One line of the table. Patterns end in `.*` or are whole package names.
    private record Line(int floor, List<String> patterns) {
        boolean allows(String packageName) {
            return patterns.stream().anyMatch(pattern -> matches(pattern, packageName));
        }

        private static boolean matches(String pattern, String packageName) {
            return pattern.endsWith(".*")
                    ? packageName.startsWith(pattern.substring(0, pattern.length() - 1))
                            || packageName.equals(pattern.substring(0, pattern.length() - 2))
                    : packageName.equals(pattern);
        }
    }

    private static final Map<String, Line> TABLE = new TreeMap<>();

    @BeforeAll
    static void readTable() throws IOException {
        for (var text : Files.readAllLines(Tree.HOME.resolve("cnf/floors.txt"))) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            var words = List.of(text.split("\\s+"));
            var floor = words.get(0).equals("-") ? -1 : Integer.parseInt(words.get(0));
            TABLE.put(words.get(1), new Line(floor, words.subList(2, words.size())));
        }
    }

    static Stream<String> bundles() throws IOException {
        return Tree.bundles().stream();
    }

    @Test
    void everyBundleHasAFloorAndEveryFloorsBundleExists() throws IOException {
        var named = new ArrayList<>(TABLE.keySet());
        named.remove("all");
        assertEquals(Tree.bundles(), named);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void aBundleImportsOnlyFromFloorsBelowAndFromItsAllowList(String bundle) {
        var line = lineOf(bundle);
        var all = lineOf("all");
        var wrong = packages(bundle, Constants.IMPORT_PACKAGE).stream()
                .filter(imported -> !all.allows(imported) && !line.allows(imported) && !isBelow(imported, bundle, line))
                .toList();
        assertEquals(List.of(), wrong, bundle + " imports what cnf/floors.txt does not allow");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void onlyTheLowestFloorsExport(String bundle) {
        var exported = packages(bundle, Constants.EXPORT_PACKAGE);
        if (lineOf(bundle).floor() > HIGHEST_FLOOR_THAT_EXPORTS) {
            assertEquals(List.of(), exported, bundle + " exports");
        } else {
            assertTrue(
                    exported.stream().allMatch(name -> name.startsWith(bundle)),
                    () -> bundle + " exports packages that are not its own: " + exported);
        }
    }

    /// A package of a lower floor that is open to all: `inaba.linux` is not, the table names who may use it.
    private static boolean isBelow(String imported, String bundle, Line line) {
        if (imported.equals(bundle) || imported.startsWith(bundle + ".")) {
            return true; // its own exported package, so that one copy serves when two versions are installed
        }
        return TABLE.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("inaba.linux"))
                .filter(entry -> imported.equals(entry.getKey()) || imported.startsWith(entry.getKey() + "."))
                .anyMatch(entry -> entry.getValue().floor() <= HIGHEST_FLOOR_THAT_EXPORTS
                        && entry.getValue().floor() < line.floor());
    }

    private static Line lineOf(String bundle) {
        return Objects.requireNonNull(TABLE.get(bundle), () -> bundle + " is not in cnf/floors.txt");
    }

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /// Package names of a manifest header; attributes and directives are cut off.
    private static List<String> packages(String bundle, String header) {
        var value = Tree.manifest(Tree.jar(bundle)).getMainAttributes().getValue(header);
        if (value == null) {
            return List.of();
        }
        return Stream.of(QUOTED.matcher(value).replaceAll("").split(","))
                .map(clause -> clause.split(";", 2)[0].strip())
                .toList();
    }
}
