package inaba.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/// Bundles and configurations of some features (OSGi Compendium 8, chapter 159) and of those they include.
///
/// A feature includes others by a text extension `inaba.includes`; their bundles come first, and its own configuration
/// overrides theirs.
///
/// @param bundles        in the order in which they start
/// @param configurations by PID
public record FeatureSet(SequencedSet<ID> bundles, SequencedMap<String, FeatureConfiguration> configurations) {
    private static final String INCLUDES = "inaba.includes";

    /// Reads `folder/NAME.json` for each name.
    public static FeatureSet read(Path folder, List<String> names) throws StartException {
        return new Reader(folder).readAll(names);
    }

    boolean hasBundle(String artifact) {
        return bundles.stream().anyMatch(id -> id.getArtifactId().equals(artifact));
    }

    private static final class Reader {
        private final Path folder;
        private final FeatureService service;
        private final Set<String> seen = new LinkedHashSet<>();
        private final FeatureSet set = new FeatureSet(new LinkedHashSet<>(), new LinkedHashMap<>());

        Reader(Path folder) {
            this.folder = folder;
            this.service = ServiceLoader.load(FeatureService.class)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no OSGi Feature reader on the class path"));
        }

        FeatureSet readAll(List<String> names) throws StartException {
            for (var name : names) {
                if (!available().contains(name)) {
                    throw StartException.usage(
                            "unknown feature '" + name + "': one of " + String.join(", ", available()));
                }
                add(name);
            }
            return new FeatureSet(
                    Collections.unmodifiableSequencedSet(set.bundles),
                    Collections.unmodifiableSequencedMap(set.configurations));
        }

        private void add(String name) throws StartException {
            if (!seen.add(name)) {
                return;
            }
            var feature = parse(name);
            var includes = feature.getExtensions().get(INCLUDES);
            if (includes != null) {
                for (var included : includes.getText()) {
                    add(included);
                }
            }
            feature.getBundles().forEach(bundle -> set.bundles.add(bundle.getID()));
            set.configurations.putAll(feature.getConfigurations());
        }

        private Feature parse(String name) throws StartException {
            var file = folder.resolve(name + ".json");
            try {
                return service.readFeature(new StringReader(Files.readString(file)));
            } catch (IOException | RuntimeException e) { // the JSON parser throws unchecked
                throw StartException.failed("cannot read the feature " + file + ": " + e.getMessage());
            }
        }

        private Set<String> available() throws StartException {
            try (var files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".json"))
                        .map(file -> file.substring(0, file.length() - ".json".length()))
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
            } catch (IOException e) {
                throw StartException.failed("cannot list the features in " + folder + ": " + e);
            }
        }
    }

    /// The values of a configuration, with `${name}` in texts replaced from `variables`.
    static Map<String, Object> values(FeatureConfiguration configuration, Map<String, String> variables) {
        var values = new LinkedHashMap<String, Object>();
        configuration.getValues().forEach((key, value) -> values.put(key, substitute(value, variables)));
        return values;
    }

    private static Object substitute(Object value, Map<String, String> variables) {
        if (!(value instanceof String text)) {
            return value;
        }
        for (var variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }
}
