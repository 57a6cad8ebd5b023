package inaba.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathBundlesTest {
    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    Path folder;

    private Path jar;
    private ClassPathBundles bundles;

    @BeforeEach
    void aJarOnTheClassPath() throws IOException {
        jar = folder.resolve("library.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("a/b"));
            out.write(BYTES);
        }
        bundles = ClassPathBundles.of(folder.resolve("other.jar") + File.pathSeparator + jar);
    }

    @Test
    void aBundleOnTheClassPathHasItsClassesFromThereAndItsEntriesFromTheJar() throws Exception {
        var content = bundles.connect(jar.toUri().toString()).orElseThrow().getContent();
        content.open();
        assertSame(
                ClassPathBundles.class.getClassLoader(),
                content.getClassLoader().orElseThrow());
        var entry = content.getEntry("a/b").orElseThrow();
        assertArrayEquals(BYTES, entry.getBytes());
        assertEquals(BYTES.length, entry.getContentLength());
        assertTrue(content.getEntry("a/c").isEmpty());
        var names = new java.util.ArrayList<String>();
        content.getEntries().forEach(names::add);
        assertEquals(List.of("a/b"), names);
        content.close();
    }

    @Test
    void anyOtherIsTheFrameworks() {
        assertTrue(bundles.connect(folder.resolve("b.jar").toUri().toString()).isEmpty());
        assertTrue(bundles.connect("https://[::1]/library.jar").isEmpty());
        assertTrue(ClassPathBundles.none().connect(jar.toUri().toString()).isEmpty());
    }

    @Test
    void onceOneIsReplacedAllAreTheFrameworks() {
        assertTrue(bundles.has(jar));
        bundles.forget();
        assertFalse(bundles.has(jar));
        assertTrue(bundles.connect(jar.toUri().toString()).isEmpty());
    }
}
