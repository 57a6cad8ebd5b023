package inaba.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final String NAME = "inaba.nd";

    @TempDir
    private Path folder;

    private Store store;
    private Jar first;
    private Jar second;
    private Jar third;

    @BeforeEach
    void makeJars() throws IOException {
        store = new Store(folder.resolve("deployed"));
        first = Jar.read(Jars.write(folder.resolve("1.jar"), NAME, "1.0.0"));
        second = Jar.read(Jars.write(folder.resolve("2.jar"), NAME, "2.0.0"));
        third = Jar.read(Jars.write(folder.resolve("3.jar"), NAME, "3.0.0"));
    }

    @Test
    void theLastTwoJarsAreKept() throws IOException {
        assertNull(store.previous(NAME));
        store.keep(first, true);
        assertNull(store.previous(NAME));
        store.keep(second, false);
        assertEquals(first.digest(), digestOf(store.previous(NAME)));
        store.keep(third, false);
        assertEquals(second.digest(), digestOf(store.previous(NAME)));
        assertEquals(2, store.kept(NAME).size());
    }

    @Test
    void theSameJarAgainIsNotAnotherOne() throws IOException {
        store.keep(first, true);
        store.keep(first, true);
        assertNull(store.previous(NAME));
        store.keep(second, false);
        store.keep(first, false);
        assertEquals(second.digest(), digestOf(store.previous(NAME)));
        assertEquals(2, store.kept(NAME).size());
    }

    @Test
    void afterARollbackNothingOlderIsLeft() throws IOException {
        store.keep(first, true);
        store.keep(second, false);
        store.dropNewest(NAME);
        assertNull(store.previous(NAME));
        store.keep(third, false);
        assertEquals(first.digest(), digestOf(store.previous(NAME)));
    }

    @Test
    void theNextStartTakesTheLastChoiceUnlessItIsTheFeaturesOwn() throws IOException {
        store.keep(first, true);
        store.next(second);
        assertEquals(List.of(NAME + ".jar"), jars());
        store.next(first);
        assertEquals(List.of(), jars());
        store.next(third);
        store.forget(NAME);
        assertEquals(List.of(), jars());
    }

    private static String digestOf(@Nullable Jar jar) {
        assertNotNull(jar);
        return jar.digest();
    }

    private List<String> jars() throws IOException {
        try (var files = Files.list(folder.resolve("deployed"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
