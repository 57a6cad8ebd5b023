package inaba.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/conformance-cases.md` names tests that there are.
class CasesTest {
    private static final Path HOME =
            Path.of(System.getProperty("inaba.home", "../..")).toAbsolutePath().normalize();
    private static final Pattern NAME = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void aCaseNamesTestsThatThereAre() throws IOException {
        var named = NAME.matcher(Files.readString(HOME.resolve("docs/conformance-cases.md")))
                .results()
                .toList();
        assertTrue(named.size() > 50, "only " + named.size() + " tests are named");
        var sources = sources();
        assertEquals(
                List.of(),
                named.stream()
                        .filter(one -> !sources.getOrDefault(one.group(1), "").contains("void " + one.group(2) + "("))
                        .map(MatchResult::group)
                        .toList());
    }

    /// The sources of test classes by their simple name; of several they are all together.
    private static Map<String, String> sources() throws IOException {
        var sources = new HashMap<String, String>();
        for (var folder : List.of("bundles", "runtime")) {
            try (Stream<Path> modules = Files.list(HOME.resolve(folder))) {
                for (var module : modules.map(m -> m.resolve("src/test/java"))
                        .filter(Files::isDirectory)
                        .toList()) {
                    addAll(module, sources);
                }
            }
        }
        return sources;
    }

    private static void addAll(Path module, Map<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(module)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
    }
}
