package inaba.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/// Bundles and configurations of some features (OSGi Compendium 8, chapter 159) and of those they include.
///
/// A feature includes others by a text extension `inaba.includes`; their bundles come first, and its own configuration
/// overrides theirs. A text extension `inaba.commands` has commands of the shell that configure an appliance which has
/// no saved configuration. In commands and configurations `${name}` stands for a variable of the features, whose value
/// is given at the start unless the feature has one.
///
/// @param bundles        in the order in which they start
/// @param configurations by PID
/// @param commands       a line each
/// @param variables      those that the features declare, with their defaults; empty = to be given
public record FeatureSet(
        SequencedSet<ID> bundles,
        SequencedMap<String, FeatureConfiguration> configurations,
        List<String> commands,
        SequencedMap<String, String> variables) {
    private static final String INCLUDES = "inaba.includes";
    private static final String COMMANDS = "inaba.commands";

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
        private final FeatureSet set =
                new FeatureSet(new LinkedHashSet<>(), new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>());

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
                    Collections.unmodifiableSequencedMap(set.configurations),
                    List.copyOf(set.commands),
                    Collections.unmodifiableSequencedMap(set.variables));
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
            feature.getVariables().forEach((variable, value) -> set.variables.put(variable, text(value)));
            var commands = feature.getExtensions().get(COMMANDS);
            if (commands != null) {
                set.commands.addAll(commands.getText());
            }
        }

        private static String text(@Nullable Object value) {
            return value == null ? "" : value.toString();
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

    /// The commands with the values of their variables.
    ///
    /// @param given at the start
    /// @throws StartException for a value that no feature asked for, and for one that is missing
    List<String> commands(Map<String, String> given) throws StartException {
        for (var name : given.keySet()) {
            if (!variables.containsKey(name)) {
                throw StartException.usage("--set " + name + ": the features have no variable of that name"
                        + (variables.isEmpty() ? "" : ", only " + String.join(", ", variables.keySet())));
            }
        }
        var values = new LinkedHashMap<>(variables);
        values.putAll(given);
        for (var value : values.entrySet()) {
            if (value.getValue().isEmpty()) {
                throw StartException.usage("the feature needs a value: --set " + value.getKey() + "=VALUE");
            }
        }
        return commands.stream().map(command -> substitute(command, values)).toList();
    }

    /// The values of a configuration, with `${name}` in texts replaced from `variables`.
    static Map<String, Object> values(FeatureConfiguration configuration, Map<String, String> variables) {
        var values = new LinkedHashMap<String, Object>();
        configuration
                .getValues()
                .forEach((key, value) ->
                        values.put(key, value instanceof String text ? substitute(text, variables) : value));
        return values;
    }

    private static String substitute(String text, Map<String, String> variables) {
        for (var variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }
}
