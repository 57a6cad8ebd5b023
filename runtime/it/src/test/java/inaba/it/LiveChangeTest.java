package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/// Each bundle is stopped, started, updated, taken away and brought back while packets flow through the appliance.
/// State stays, no packet is lost or doubled, and no old code stays reachable.
class LiveChangeTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int RATE = 2_000;

    /// Everything stands on these: they change with a restart.
    private static final Set<String> GROUND = Set.of("inaba.wire", "inaba.api", "inaba.linux", "inaba.core");

    /// Who gives the commands that change a bundle.
    private static final String DEPLOY = "inaba.deploy";

    @TempDir
    static Path state;

    private static TestAppliance appliance;
    private static Sh sh;
    private static Flow flow;

    static List<String> bundles() throws Exception {
        return Tree.bundles().stream().filter(name -> !GROUND.contains(name)).toList();
    }

    @BeforeAll
    static void start() throws Exception {
        appliance = TestAppliance.start(state, "--feature", "router", "--feature", "xfrm-legacy");
        sh = Sh.of(state);
        flow = Flow.start(appliance, sh, RATE);
        sh.done("route6", "add", "2001:db8:f3::/48", "via", "2001:db8:f2::100", "dev", "right");
        sh.done("neigh6", "add", "2001:db8:f2::9", "lladdr", "02:00:00:00:00:09", "dev", "right");
        sh.done("ra6", "set", "right", "on", "interval", "300", "600", "prefix", "2001:db8:f2::/64", "valid", "7200");
    }

    @AfterAll
    static void stop() throws Exception {
        appliance.close();
    }

    @AfterEach
    void nothingIsLost() throws Exception {
        flow.more(RATE / 10);
        flow.allArrived();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void aStoppedBundleComesBackToItsState(String name) throws Exception {
        var before = kept();
        if (name.equals(DEPLOY) || name.equals("inaba.shell")) {
            sh.done("bundle", "stop", name, "force");
            appliance.bundle(name).start(); // there is nobody left to ask
        } else {
            sh.done("bundle", "stop", name);
            flow.more(RATE / 10);
            sh.done("bundle", "start", name);
        }
        assertKept(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void anUpdateWithTheSameBytesAndThenWithAHigherVersionIsSeamless(String name) throws Exception {
        var before = kept();
        update(name, Tree.jar(name));
        update(name, TestJar.copyOf(Tree.jar(name), "0.1.1").write(state.resolve("in/" + name + ".jar")));
        assertEquals("0.1.1", appliance.bundle(name).getVersion().toString());
        assertKept(before);
    }

    @Test
    void tunnelsLoseNothingWhileTheirBundleIsReplaced() throws Exception {
        sh.done(
                "tunnel",
                "add",
                "t0",
                "mode",
                "ip6ip6",
                "local",
                "2001:db8:f2::1",
                "remote",
                "2001:db8:f2::100",
                "encaplimit",
                "none");
        sh.done("route6", "add", "2001:db8:f9::/64", "dev", "t0");
        flow.awaitAddresses();
        flow.allArrived();
        flow.value("tunneled");
        try {
            var before = kept();
            for (int i = 0; i < 3; i++) {
                flow.more(RATE / 10);
                update("inaba.tunnel", Tree.jar("inaba.tunnel"));
            }
            flow.more(RATE / 10);
            flow.allArrived();
            assertKept(before);
        } finally {
            flow.value("direct");
            sh.done("tunnel", "del", "t0");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bundles")
    void anUninstalledBundleComesBackToTheStateThatItLeft(String name) throws Exception {
        var before = kept();
        if (name.equals(DEPLOY) || name.equals("inaba.shell")) {
            appliance.bundle(name).uninstall();
            flow.more(RATE / 10);
            appliance
                    .install(Tree.jar(name).toUri().toString(), java.nio.file.Files.newInputStream(Tree.jar(name)))
                    .start();
        } else {
            var loader = loader(appliance.bundle(name));
            sh.done("bundle", "uninstall", name);
            flow.more(RATE / 10);
            assertCollected(name, loader);
            sh.done("bundle", "install", Tree.jar(name).toString());
        }
        assertKept(before);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"inaba.wire", "inaba.api", "inaba.core"})
    void whatEverythingStandsOnIsKeptForTheNextStart(String name) throws Exception {
        var before = kept();
        var answer = sh.run("bundle", "update", Tree.jar(name).toString());
        assertEquals(1, answer.code());
        assertTrue(answer.err().contains("restart needed"), answer.err());
        assertKept(before);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"inaba.shell", "inaba.deploy", "org.apache.felix.gogo.runtime", "org.apache.felix.scr"})
    void whoTypesIsNotCutOffByTheWay(String name) throws Exception {
        for (var verb : List.of("stop", "uninstall")) {
            var answer = sh.run("bundle", verb, name);
            assertEquals(1, answer.code());
            assertTrue(answer.err().contains("bundle " + verb + ' ' + name + " force"), answer.err());
        }
    }

    @Test
    void everythingOfOursMayGoAtOnceAndPacketsFlowOn() throws Exception {
        var before = kept();
        var names = new ArrayList<>(bundles());
        names.removeAll(List.of(DEPLOY, "inaba.shell"));
        for (var name : names) {
            sh.done("bundle", "stop", name);
        }
        flow.more(RATE / 10);
        flow.allArrived();
        for (var name : names.reversed()) {
            sh.done("bundle", "start", name);
        }
        assertKept(before);
    }

    @Test
    void aHookThatSawPacketsLeavesNoCodeBehind() throws Exception {
        var bundle = appliance.addBundle(FaultyHook.class, "inaba.it.hook", "1.0.0");
        bundle.start();
        flow.more(RATE); // long enough for a compiler to notice
        var loader = loader(bundle);
        bundle.uninstall();
        bundle = null;
        flow.more(RATE / 10);
        assertCollected("inaba.it.hook", loader);
    }

    private void update(String name, Path jar) throws Exception {
        var loader = loader(appliance.bundle(name));
        long id = appliance.bundle(name).getBundleId();
        sh.done("bundle", "update", jar.toString());
        TestAppliance.await(
                name + " is replaced",
                BOUND,
                () -> appliance.bundle(name).getBundleId() > id && versions(name) == 1 && sh.answers());
        assertEquals(Bundle.ACTIVE, appliance.bundle(name).getState());
        assertCollected(name, loader);
    }

    private static long versions(String name) {
        return Stream.of(appliance.context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .count();
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        var loader = bundle.adapt(BundleWiring.class).getClassLoader();
        assertNotNull(loader);
        return new WeakReference<>(loader);
    }

    private static void assertCollected(String name, WeakReference<ClassLoader> loader) throws InterruptedException {
        TestAppliance.await("the old code of " + name + " is collected", BOUND, () -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    /// What outlives code, in the words of the commands that show it. Lifetimes run down, neighbours' states change,
    /// and simulated hosts come and go with their driver.
    private static Set<String> kept() {
        var rows = new TreeSet<String>();
        for (var table : List.of("route6", "addr6", "neigh6", "ra6", "maddr6", "link", "tunnel")) {
            for (var line : sh.done(table).lines().toList()) {
                if (!table.equals("neigh6") || !line.matches(".* dev (lan|wan) .*")) {
                    rows.add(table + ": " + stable(line));
                }
            }
        }
        return rows;
    }

    private static String stable(String line) {
        return line.strip()
                .replaceAll("(?i)(valid_lft|preferred_lft|expires|valid|preferred|used|confirmed|probes|next) \\S+", "")
                .replaceAll("REACHABLE|STALE|DELAY|PROBE", "")
                .replaceAll("\\s+", " ");
    }

    private static void assertKept(Set<String> before) throws InterruptedException {
        var now = new ArrayList<Set<String>>();
        try {
            TestAppliance.await("all state is back", BOUND, () -> {
                now.clear();
                now.add(sh.answers() ? kept() : Set.of());
                return now.getFirst().containsAll(before);
            });
        } catch (AssertionError late) {
            assertEquals(text(before), text(now.getFirst()));
        }
        assertEquals(List.of(), appliance.reported());
    }

    private static String text(Set<String> rows) {
        return rows.stream().collect(Collectors.joining("\n"));
    }
}
