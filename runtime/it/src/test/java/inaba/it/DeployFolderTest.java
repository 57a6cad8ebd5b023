package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/// Jars dropped into STATE/deploy, and what a restart remembers.
class DeployFolderTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String NEW = "inaba.it.hook";

    @TempDir
    Path state;

    private Path drop(String file, byte[] bytes) throws IOException {
        var folder = Files.createDirectories(state.resolve("deploy"));
        var beside = Files.write(state.resolve(file + ".part"), bytes);
        return Files.move(beside, folder.resolve(file));
    }

    private static byte[] newer(String name) throws IOException {
        return TestJar.copyOf(Tree.jar(name), "0.2.0").bytes();
    }

    private static void awaitVersion(TestAppliance appliance, String name, String version) throws InterruptedException {
        TestAppliance.await(name + " " + version + " runs alone", BOUND, () -> Stream.of(
                        appliance.context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE
                        && bundle.getVersion().toString().equals(version)));
    }

    private void awaitLog(String text) throws InterruptedException {
        TestAppliance.await("the log has " + text, BOUND, () -> {
            try {
                return Files.readString(state.resolve("inaba.log")).contains(text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void jarsAreDeployedOnceTheyAreWholeAndSurviveARestartUntilItIsClean() throws Exception {
        try (var appliance = TestAppliance.start(state)) {
            var sh = Sh.of(state);
            awaitWatched();
            drop("new.jar", TestJar.activatedBy(FaultyHook.class, NEW, "1.0.0").bytes());
            awaitLog(NEW + " 1.0.0");
            TestAppliance.await(NEW + " runs", BOUND, () -> runs(appliance, NEW));
            drop("nd.jar", newer("inaba.nd"));
            awaitVersion(appliance, "inaba.nd", "0.2.0");
            drop("bad.jar", "no jar at all".getBytes(StandardCharsets.UTF_8));
            awaitLog("bad.jar is no whole jar");
            halfThenWhole("route.jar", newer("inaba.route"));
            awaitVersion(appliance, "inaba.route", "0.2.0");
            sh.done("swap", "fib", "hash");
            drop("ra.jar", newer("inaba.ra"));
            awaitVersion(appliance, "inaba.ra", "0.2.0");
            awaitLog("inaba.ra 0.2.0");
            sh.done("bundle", "rollback", "ra");
            awaitVersion(appliance, "inaba.ra", "0.1.0");
        }
        try (var appliance = TestAppliance.start(state)) {
            var sh = Sh.of(state);
            assertEquals("0.2.0", appliance.bundle("inaba.nd").getVersion().toString());
            assertEquals("0.2.0", appliance.bundle("inaba.route").getVersion().toString());
            assertEquals("0.1.0", appliance.bundle("inaba.ra").getVersion().toString());
            assertTrue(runs(appliance, NEW));
            TestAppliance.await(
                    "the choice is remembered", BOUND, () -> sh.done("fib").contains("hash"));
            assertEquals(List.of(), appliance.reported());
        }
        try (var appliance = TestAppliance.start(state, "--clean")) {
            var sh = Sh.of(state);
            assertEquals("0.1.0", appliance.bundle("inaba.nd").getVersion().toString());
            assertEquals("0.1.0", appliance.bundle("inaba.route").getVersion().toString());
            assertFalse(runs(appliance, NEW));
            assertTrue(sh.done("fib").contains("multibit"), () -> sh.done("fib"));
        }
    }

    private static boolean runs(TestAppliance appliance, String name) {
        return Stream.of(appliance.context().getBundles())
                .anyMatch(bundle -> name.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE);
    }

    private void awaitWatched() throws InterruptedException {
        TestAppliance.await("the folder is there", BOUND, () -> Files.isDirectory(state.resolve("deploy")));
    }

    /// Writes the first half in place, lets the watcher find it wanting, then the rest.
    private void halfThenWhole(String file, byte[] bytes) throws Exception {
        var path = state.resolve("deploy").resolve(file);
        Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
        awaitLog(file + " is no whole jar");
        Files.write(path, Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length), StandardOpenOption.APPEND);
    }
}
