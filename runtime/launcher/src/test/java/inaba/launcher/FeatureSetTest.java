package inaba.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSetTest {
    @TempDir
    private Path folder;

    private FeatureSet set;

    @BeforeEach
    void read() throws IOException, StartException {
        feature("base", """
                "extensions": {"inaba.commands": {"kind": "optional", "type": "text", "text": ["first ${inaba.other}"]}}""");
        feature("island", """
                "variables": {"broker": null, "lan": "lan"},
                "extensions": {
                  "inaba.includes": {"kind": "optional", "type": "text", "text": ["base"]},
                  "inaba.commands": {"kind": "optional", "type": "text", "text": ["to ${broker}", "on ${lan} ${broker}"]}
                },
                "configurations": {"pid": {"text": "at ${broker}", "number": 7}}""");
        set = FeatureSet.read(folder, List.of("island"));
    }

    private void feature(String name, String parts) throws IOException {
        Files.writeString(
                folder.resolve(name + ".json"),
                "{\"feature-resource-version\": \"1.0\", \"id\": \"inaba:%s:1\", %s}".formatted(name, parts));
    }

    @Test
    void commandsOfIncludedFeaturesComeFirstAndVariablesHaveTheirValues() throws StartException {
        assertEquals(
                List.of("first ${inaba.other}", "to 192.0.2.9", "on lan 192.0.2.9"),
                set.commands(Map.of("broker", "192.0.2.9")));
        assertEquals(
                "on eth0 a", set.commands(Map.of("broker", "a", "lan", "eth0")).getLast());
    }

    @Test
    void configurationsTakeVariablesToo() {
        var configuration = Objects.requireNonNull(set.configurations().get("pid"));
        var values = FeatureSet.values(configuration, Map.of("broker", "192.0.2.9"));
        assertEquals("at 192.0.2.9", values.get("text"));
        assertEquals("7", String.valueOf(values.get("number")));
    }

    @Test
    void aValueThatIsMissingOrThatNobodyAskedForIsOneClearLine() {
        assertRefused("the feature needs a value: --set broker=VALUE", Map.of());
        assertRefused(
                "--set uplink: the features have no variable of that name, only broker, lan", Map.of("uplink", "wan"));
    }

    private void assertRefused(String line, Map<String, String> given) {
        var refused = assertThrows(StartException.class, () -> set.commands(given));
        assertEquals(line, refused.getMessage());
        assertEquals(StartException.USAGE, refused.exitCode());
    }
}
