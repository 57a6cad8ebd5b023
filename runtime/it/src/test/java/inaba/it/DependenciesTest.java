package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.launcher.sbom.Sbom;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every library is one version, in one place, with known bytes.
class DependenciesTest {
    /// But for that of the JDK, which is a floor.
    private static final Pattern LOOSE = Pattern.compile(
            "(?<!<requireJavaVersion>\\s{0,60})<version>[^<]*([\\[(,]|SNAPSHOT|LATEST|RELEASE)[^<]*</version>");
    private static final Pattern DEPENDENCY_WITH_VERSION = Pattern.compile(
            "<dependency>(?:(?!</dependency>).)*<version>(?:(?!</dependency>).)*</dependency>", Pattern.DOTALL);

    @Test
    void everyJarThatRunsHasTheBytesThatWereLookedAt() throws IOException {
        var present = new TreeMap<String, String>();
        for (var folder : List.of("runtime/dist/target/repository", "runtime/launcher/target/lib")) {
            try (var files = Files.walk(Tree.HOME.resolve(folder))) {
                files.filter(DependenciesTest::isForeign)
                        .forEach(jar -> present.put(jar.getFileName().toString(), digest(jar)));
            }
        }
        assertEquals(known(), present);
    }

    @Test
    void theBillOfMaterialsListsExactlyTheJarsThatAreShipped() throws IOException {
        var shipped = new TreeMap<String, String>();
        for (var folder : List.of("runtime/dist/target/repository", "runtime/launcher/target")) {
            try (var files = Files.walk(Tree.HOME.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar"))
                        .forEach(jar -> shipped.put(jar.getFileName().toString(), digest(jar)));
            }
        }
        var listed = new TreeMap<String, String>();
        var foreign = new TreeMap<String, String>();
        for (var component : components()) {
            var file = component.getJsonArray("properties").getJsonObject(0).getString("value");
            var hash = component.getJsonArray("hashes").getJsonObject(0);
            assertEquals("SHA-256", hash.getString("alg"));
            assertTrue(
                    file.startsWith(component.getString("name") + '-' + component.getString("version")),
                    component::toString);
            listed.put(file, hash.getString("content"));
            if (!component.getString("name").startsWith("inaba.")) {
                foreign.put(file, hash.getString("content"));
            }
        }
        assertEquals(shipped, listed);
        assertEquals(known(), foreign);
    }

    @Test
    void theBillOfMaterialsNamesWhatWasCopiedIntoABundle() throws IOException {
        var inside = components().stream()
                .filter(component -> component.getString("name").equals("inaba.link.pcap"))
                .flatMap(component -> component.getJsonArray("components").stream())
                .map(one -> one.asJsonObject().getString("purl"))
                .toList();
        assertEquals(List.of("pkg:maven/org.pcap4j/pcap4j-core@" + pinned("pcap4j-core")), inside);
    }

    @Test
    void theBillOfMaterialsHasTheVersionsOfTheRoot() throws IOException {
        for (var component : components()) {
            var version = pinned(component.getString("name"));
            if (!version.isEmpty()) {
                assertEquals(version, component.getString("version"), component.getString("purl"));
            }
        }
    }

    @Test
    void everyVersionIsPinnedInTheRoot() throws IOException {
        for (var pom : poms()) {
            var text = Files.readString(pom);
            assertEquals(
                    List.of(),
                    LOOSE.matcher(text).results().map(found -> found.group()).toList(),
                    pom.toString());
            if (!Objects.requireNonNull(pom.getParent()).equals(Tree.HOME)) {
                assertEquals(0, DEPENDENCY_WITH_VERSION.matcher(text).results().count(), pom + " names a version");
            }
        }
    }

    private static List<JsonObject> components() throws IOException {
        return Sbom.of(Tree.HOME).getJsonArray("components").getValuesAs(JsonObject.class);
    }

    /// The version in the root, or nothing where it is a property's or nobody asked for the library by name.
    private static String pinned(String artifact) throws IOException {
        var found = Pattern.compile(
                        "<artifactId>" + Pattern.quote(artifact) + "</artifactId><version>([^<$]+)</version>")
                .matcher(Files.readString(Tree.HOME.resolve("pom.xml")));
        return found.find() ? found.group(1) : "";
    }

    private static List<Path> poms() throws IOException {
        try (var files = Stream.of("bundles", "runtime").flatMap(DependenciesTest::below)) {
            return Stream.concat(Stream.of(Tree.HOME.resolve("pom.xml")), files).toList();
        }
    }

    private static Stream<Path> below(String folder) {
        try {
            return Files.find(Tree.HOME.resolve(folder), 2, (file, _) -> file.endsWith("pom.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> known() throws IOException {
        var known = new TreeMap<String, String>();
        for (var line : Files.readAllLines(Tree.HOME.resolve("cnf/dependencies.sha256"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                var words = line.split(" +", 2);
                known.put(words[1], words[0]);
            }
        }
        return known;
    }

    private static boolean isForeign(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith("inaba.");
    }

    private static String digest(Path jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
