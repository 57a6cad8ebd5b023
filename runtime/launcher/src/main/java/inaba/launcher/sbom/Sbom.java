package inaba.launcher.sbom;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The software bill of materials of a built tree, CycloneDX 1.6 in JSON.
///
/// It lists the jars that lie in the distribution and on the launcher's class path, by their bytes. What a build
/// declares is something else: it names what is only compiled against, and not what was copied into a bundle.
public final class Sbom {
    private static final String REPOSITORY = "runtime/dist/target/repository";
    private static final String LAUNCHER = "runtime/launcher/target";
    private static final String APACHE = "Apache-2.0";

    private Sbom() {}

    /// @param args the root of the built tree, and the file to write
    static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: TREE FILE");
            System.exit(2);
        }
        Files.writeString(Path.of(args[1]), text(of(Path.of(args[0]))));
    }

    /// The same jars give the same document.
    ///
    /// @param tree the root of a built tree
    public static JsonObject of(Path tree) throws IOException {
        var components = components(tree);
        var list = Json.createArrayBuilder();
        components.forEach(component -> list.add(json(component)));
        return Json.createObjectBuilder()
                .add("bomFormat", "CycloneDX")
                .add("specVersion", "1.6")
                .add("serialNumber", "urn:uuid:" + serial(components))
                .add("version", 1)
                .add("metadata", Json.createObjectBuilder().add("component", appliance(components)))
                .add("components", list)
                .build();
    }

    private static String text(JsonObject document) {
        var text = new StringWriter();
        try (var writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(document);
        }
        return text.append('\n').toString();
    }

    private static List<Component> components(Path tree) throws IOException {
        var found = new ArrayList<Component>();
        var repository = tree.resolve(REPOSITORY);
        for (var jar : jars(repository)) {
            found.add(Component.of(jar, repository));
        }
        for (var jar : jars(tree.resolve(LAUNCHER))) {
            var component = Component.of(jar, null);
            if (found.stream().noneMatch(one -> one.sha256().equals(component.sha256()))) {
                found.add(component);
            }
        }
        found.sort(Comparator.comparing(Component::purl));
        return found;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static JsonObjectBuilder appliance(List<Component> components) {
        var version = components.stream()
                .filter(Component::isOurs)
                .map(Component::version)
                .findFirst()
                .orElseThrow();
        return Json.createObjectBuilder()
                .add("type", "application")
                .add("bom-ref", "inaba")
                .add("name", "inaba")
                .add("version", version)
                .add("licenses", licenses(APACHE));
    }

    private static JsonObjectBuilder json(Component component) {
        var json = library(component.group(), component.name(), component.version(), component.purl())
                .add(
                        "hashes",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("alg", "SHA-256")
                                        .add("content", component.sha256())));
        if (component.license() != null) {
            json.add("licenses", licenses(component.license()));
        }
        json.add(
                "properties",
                Json.createArrayBuilder()
                        .add(Json.createObjectBuilder()
                                .add("name", "inaba:file")
                                .add("value", component.file())));
        if (!component.inside().isEmpty()) {
            var inside = Json.createArrayBuilder();
            component
                    .inside()
                    .forEach(one -> inside.add(library(one.group(), one.name(), one.version(), one.purl())
                            .remove("bom-ref")));
            json.add("components", inside);
        }
        return json;
    }

    private static JsonObjectBuilder library(@Nullable String group, String name, String version, String purl) {
        var json = Json.createObjectBuilder().add("type", "library").add("bom-ref", purl);
        if (group != null) {
            json.add("group", group);
        }
        return json.add("name", name).add("version", version).add("purl", purl);
    }

    private static JsonArrayBuilder licenses(String license) {
        var word = license.equals(APACHE) ? "id" : "name"; // an id is one of the list of SPDX
        return Json.createArrayBuilder()
                .add(Json.createObjectBuilder()
                        .add("license", Json.createObjectBuilder().add(word, license)));
    }

    private static UUID serial(List<Component> components) {
        var hashes = new StringBuilder();
        components.forEach(component -> hashes.append(component.sha256()));
        return UUID.nameUUIDFromBytes(hashes.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
