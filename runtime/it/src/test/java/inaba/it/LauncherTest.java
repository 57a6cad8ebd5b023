package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.launcher.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;

/// What the launcher promises, on a framework with the built bundles.
class LauncherTest {
    @TempDir
    Path state;

    @Test
    void everyBundleOfTheRouterStarts() throws Exception {
        try (var appliance = TestAppliance.start(state)) {
            var notActive = Stream.of(appliance.context().getBundles())
                    .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                    .map(Bundle::getSymbolicName)
                    .toList();
            assertEquals(List.of(), notActive);
            assertEquals(List.of(), appliance.reported());
        }
    }

    @Test
    void bundlesReadTheCommandLineInFrameworkProperties() throws Exception {
        var config = Files.writeString(state.resolve("start.conf"), "# nothing\n");
        try (var appliance =
                TestAppliance.start(state, "--feature", "platform", "--config", config.toString(), "--clean")) {
            var context = appliance.context();
            assertEquals(state.toString(), context.getProperty("inaba.state"));
            assertEquals(config.toString(), context.getProperty("inaba.config"));
            assertEquals("", context.getProperty("inaba.links"));
            assertEquals("true", context.getProperty("inaba.headless"));
            assertEquals("true", context.getProperty("inaba.clean"));
            assertEquals("platform", context.getProperty("inaba.features"));
            assertTrue(Long.parseLong(context.getProperty("inaba.started.nanos")) <= System.nanoTime());
        }
    }

    @Test
    void aSecondApplianceOnTheSameStateFolderIsRefusedUntilTheFirstHasStopped() throws Exception {
        try (var _ = TestAppliance.start(state, "--feature", "platform")) {
            var refused = assertThrows(StartException.class, () -> TestAppliance.start(state, "--feature", "platform"));
            assertEquals(StartException.FAILED, refused.exitCode());
            assertTrue(refused.getMessage().contains("another appliance"), refused.getMessage());
        }
        TestAppliance.start(state, "--feature", "platform").close();
    }

    @Test
    void anUnknownDriverIsWrongUsage() {
        var refused =
                assertThrows(StartException.class, () -> TestAppliance.start(state, "--link", "lan=carrier:pigeon"));
        assertEquals(StartException.USAGE, refused.exitCode());
        assertEquals(
                "unknown driver 'carrier' in --link lan=carrier:pigeon: one of packet, pcap, sim, tap, udp, xdp",
                refused.getMessage());
    }

    @Test
    void aBundleEndsTheApplianceWithAnExitCode() throws Exception {
        var appliance = TestAppliance.start(state, "--feature", "platform");
        appliance.inside(AsksForExit.class);
        assertEquals(7, appliance.appliance().waitForStop());
    }

    /// Runs as a bundle.
    public static final class AsksForExit implements Function<BundleContext, Boolean> {
        @Override
        public Boolean apply(BundleContext context) {
            try {
                for (var reference : context.getServiceReferences(IntConsumer.class, "(inaba.exit=true)")) {
                    context.getService(reference).accept(7);
                }
                return true;
            } catch (InvalidSyntaxException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aDeployedJarReplacesTheFeaturesBundle() throws Exception {
        deploy(TestJar.copyOf(Tree.jar("inaba.wire"), "0.1.0.deployed"), "inaba.wire.jar");
        try (var appliance = TestAppliance.start(state)) {
            assertEquals(List.of(Version.parseVersion("0.1.0.deployed")), versionsOf(appliance, "inaba.wire"));
            assertEquals(List.of(), appliance.reported());
        }
    }

    @Test
    void aDeployedJarThatFailsToStartGivesWayToTheFeaturesBundle() throws Exception {
        var broken = TestJar.copyOf(Tree.jar("inaba.link.udp"), "0.2.0")
                .header(Constants.BUNDLE_ACTIVATOR, "no.such.Activator");
        deploy(broken, "inaba.link.udp.jar");
        try (var appliance = TestAppliance.start(state)) {
            assertEquals(List.of(Version.parseVersion("0.1.0")), versionsOf(appliance, "inaba.link.udp"));
            assertEquals(Bundle.ACTIVE, appliance.bundle("inaba.link.udp").getState());
            var reported = appliance.reported();
            assertTrue(
                    reported.stream().anyMatch(line -> line.startsWith("inaba.link.udp did not start: ")),
                    reported::toString);
        }
    }

    @Test
    void whatFailedWithoutTheFeaturesBundleStartsWithIt() throws Exception {
        var unresolvable =
                TestJar.copyOf(Tree.jar("inaba.wire"), "0.2.0").header(Constants.IMPORT_PACKAGE, "no.such.name");
        deploy(unresolvable, "inaba.wire.jar");
        try (var appliance = TestAppliance.start(state)) {
            assertEquals(List.of(Version.parseVersion("0.1.0")), versionsOf(appliance, "inaba.wire"));
            for (var name : List.of("inaba.wire", "inaba.core", "inaba.nd", "inaba.shell")) {
                assertEquals(Bundle.ACTIVE, appliance.bundle(name).getState(), name);
            }
        }
    }

    @Test
    void whatIsNoBundleInTheDeployedFolderIsReportedAndLeftOut() throws Exception {
        Files.createDirectories(state.resolve("deployed"));
        Files.writeString(state.resolve("deployed/broken.jar"), "not a zip");
        try (var appliance = TestAppliance.start(state, "--feature", "platform")) {
            assertEquals(1, appliance.reported().size());
            assertTrue(appliance.reported().get(0).contains("broken.jar"));
        }
    }

    @Test
    void cleanForgetsWhatWasDeployed() throws Exception {
        deploy(TestJar.copyOf(Tree.jar("inaba.wire"), "0.1.0.deployed"), "inaba.wire.jar");
        try (var appliance = TestAppliance.start(state, "--clean")) {
            assertEquals(List.of(Version.parseVersion("0.1.0")), versionsOf(appliance, "inaba.wire"));
        }
    }

    @Test
    void aBundleThatNeverReturnsFromStartIsReportedWithItsStackAndTheRestStarts() throws Exception {
        var stuck = new TestJar("stuck")
                .header("Import-Package", "org.osgi.framework")
                .header(Constants.BUNDLE_ACTIVATOR, NeverReturns.class.getName())
                .withClass(NeverReturns.class);
        deploy(stuck, "stuck.jar");
        var began = System.nanoTime();
        try (var appliance = TestAppliance.start(state, "--feature", "platform")) {
            var report = appliance.reported().get(0);
            assertTrue(report.startsWith("stuck is stuck"), report);
            assertTrue(report.contains("NeverReturns.start"), report);
            assertTrue(System.nanoTime() - began < Duration.ofSeconds(15).toNanos());
            assertEquals(Bundle.ACTIVE, appliance.bundle("org.apache.felix.scr").getState());
        }
    }

    /// Runs as a bundle; ends with the process, being on a daemon thread.
    public static final class NeverReturns implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new java.util.concurrent.CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    private void deploy(TestJar jar, String name) throws IOException {
        jar.write(state.resolve("deployed").resolve(name));
    }

    private static List<Version> versionsOf(TestAppliance appliance, String symbolicName) throws BundleException {
        return Stream.of(appliance.context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .map(Bundle::getVersion)
                .toList();
    }
}
