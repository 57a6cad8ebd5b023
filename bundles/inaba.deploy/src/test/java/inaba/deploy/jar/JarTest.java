package inaba.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarTest {
    @TempDir
    private Path folder;

    @Test
    void nameAndVersionComeFromTheManifest() throws IOException {
        var jar = Jar.read(Jars.write(folder.resolve("a.jar"), "inaba.nd;singleton:=true", "1.2.3"));
        assertEquals("inaba.nd 1.2.3", jar.toString());
    }

    @Test
    void aJarThatIsStillBeingWrittenIsNotRead() throws IOException {
        var whole = Files.readAllBytes(Jars.write(folder.resolve("a.jar"), "inaba.nd", "1.0.0"));
        for (int length = 0; length < whole.length; length++) {
            var part = folder.resolve("part.jar");
            Files.write(part, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, () -> Jar.read(part), "cut to " + length);
        }
    }

    @Test
    void whatIsWrongIsSaidInASentence() throws IOException {
        var text = Files.write(folder.resolve("text.jar"), "not a jar".getBytes(StandardCharsets.UTF_8));
        assertTrue(complaint(text).endsWith("text.jar is no whole jar"), complaint(text));
        var unnamed = Jars.write(folder.resolve("unnamed.jar"), null, null);
        assertTrue(complaint(unnamed).contains("manifest has no Bundle-SymbolicName"), complaint(unnamed));
        var odd = Jars.write(folder.resolve("odd.jar"), "a", "one");
        assertTrue(complaint(odd).contains("is no bundle"), complaint(odd));
        assertTrue(complaint(folder).endsWith("is a folder"), complaint(folder));
        assertTrue(complaint(folder.resolve("no")).startsWith("no such file"), complaint(folder.resolve("no")));
    }

    private static String complaint(Path file) {
        return String.valueOf(
                assertThrows(IOException.class, () -> Jar.read(file)).getMessage());
    }
}
