package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleActivator;

/// Bundles with faults are named, and harm nobody but themselves.
class FaultTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int RATE = 500;
    private static final String HOOK = "inaba.it.hook";
    private static final String PROTOCOL = "inaba.it.protocol";

    @TempDir
    static Path state;

    private static TestAppliance appliance;
    private static Sh sh;
    private static Flow flow;

    @BeforeAll
    static void start() throws Exception {
        appliance = TestAppliance.start(state);
        sh = Sh.of(state);
        sh.done("setting", "set", "inaba.core", "stuck.after.s", "3");
        flow = Flow.start(appliance, sh, RATE);
    }

    @AfterAll
    static void stop() throws Exception {
        appliance.close();
    }

    private static String jar(Class<? extends BundleActivator> activator, String name, int version) throws IOException {
        return TestJar.activatedBy(activator, name, version + ".0.0")
                .write(state.resolve("in/" + name + "-" + version + ".jar"))
                .toString();
    }

    private static String version(String name) {
        return appliance.bundle(name).getVersion().toString();
    }

    private static String log() {
        try {
            return Files.readString(state.resolve("inaba.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitLog(String text) throws InterruptedException {
        TestAppliance.await("the log has " + text, BOUND, () -> log().contains(text));
    }

    private static void awaitVersion(String name, int version) throws InterruptedException {
        TestAppliance.await(
                name + " is version " + version,
                BOUND,
                () -> version(name).equals(version + ".0.0")
                        && sh.done("bundle", "show", name).contains("active"));
    }

    @Test
    void aHookThatThrowsIsNamedAndRolledBackByItself() throws Exception {
        sh.done("bundle", "install", jar(FaultyHook.class, HOOK, 1));
        flow.more(RATE / 10);
        flow.allArrived();
        sh.done("bundle", "update", jar(FaultyHook.class, HOOK, 2));
        awaitVersion(HOOK, 1);
        awaitLog(HOOK + " threw");
        awaitLog("no UDP please");
        awaitLog("is rolled back to " + HOOK + " 1.0.0");
        assertTrue(sh.done("stat", "left").contains("inaba.core.exception"), () -> sh.done("stat", "left"));
        long lost = flow.value("sent") - flow.value("received");
        assertTrue(lost > 0);
        flow.excuse();
        flow.more(RATE);
        flow.allArrived();
        sh.done("bundle", "uninstall", HOOK);
    }

    @Test
    void aHookThatNeverReturnsIsNamedWithItsStackAndAnotherWorkerServes() throws Exception {
        var name = "inaba.it.looping";
        sh.done("bundle", "install", jar(FaultyHook.class, name, 1));
        sh.done("bundle", "update", jar(FaultyHook.class, name, 3));
        flow.excuse();
        flow.more(RATE / 10);
        awaitVersion(name, 1);
        awaitLog(name + " threw");
        awaitLog("did not come back from a burst within 3 s");
        awaitLog("FaultyHook.inspect");
        awaitLog("is rolled back to " + name + " 1.0.0");
        awaitLog("another worker serves in the place of");
        flow.excuse();
        flow.more(RATE / 10);
        flow.allArrived();
        sh.done("bundle", "uninstall", name);
    }

    @Test
    void aProtocolThatThrowsOnEveryPacketIsNamedAndRolledBackByItself() throws Exception {
        sh.done("bundle", "install", jar(FaultyProtocol.class, PROTOCOL, 1));
        sh.done("bundle", "update", jar(FaultyProtocol.class, PROTOCOL, 2));
        sh.done("ping6", "-c", "12", "-i", "0.02", "2001:db8:f1::1"); // icmp6 answers all the same
        awaitVersion(PROTOCOL, 1);
        awaitLog("no echo please");
        awaitLog("is rolled back to " + PROTOCOL + " 1.0.0");
        assertTrue(sh.done("swap").contains("faulty"));
        sh.done("bundle", "uninstall", PROTOCOL);
    }

    @Test
    void whileItRunsABundleThatThrewIsShownWithWhatItThrew() throws Exception {
        var name = "inaba.it.alone";
        sh.done("bundle", "install", jar(FaultyProtocol.class, name, 2));
        sh.done("ping6", "-c", "3", "-i", "0.02", "2001:db8:f1::1");
        var shown = sh.done("bundle", "show", name);
        assertTrue(shown.contains("exceptions 3"), shown);
        assertTrue(shown.contains("no echo please"), shown);
        sh.done("bundle", "uninstall", name);
    }

    @Test
    void aProtocolThatDoesNotStartLeavesTheSlotToTheOldOne() throws Exception {
        var name = "inaba.it.starts";
        sh.done("bundle", "install", jar(FaultyProtocol.class, name, 1));
        var answer = sh.run("bundle", "update", jar(FaultyProtocol.class, name, 3));
        assertEquals(1, answer.code(), answer.out());
        assertTrue(answer.err().contains("no start today"), answer.err());
        assertTrue(answer.err().contains("serves on"), answer.err());
        assertEquals("1.0.0", version(name));
        assertTrue(sh.done("bundle", "show", name).contains("faulty"), () -> sh.done("bundle", "show", name));
        sh.done("bundle", "uninstall", name);
    }

    @Test
    void aProtocolThatNeverReturnsFromAPacketIsFencedOffAndRolledBack() throws Exception {
        var name = "inaba.it.loops";
        sh.done("bundle", "install", jar(FaultyProtocol.class, name, 1));
        sh.done("bundle", "update", jar(FaultyProtocol.class, name, 5));
        sh.run("ping6", "-c", "1", "-W", "1", "2001:db8:f1::1");
        flow.more(RATE / 10); // workers do not need the control loop
        awaitVersion(name, 1);
        awaitLog(name + " threw");
        awaitLog("it did not return to the control loop");
        awaitLog("FaultyProtocol.loop");
        awaitLog("is rolled back to " + name + " 1.0.0");
        awaitLog("inaba-control was stuck, came back and has ended");
        sh.done("ping6", "-c", "3", "-i", "0.02", "2001:db8:f1::1");
        assertTrue(sh.done("route6").contains("2001:db8:f2::/64"));
        flow.more(RATE / 10);
        sh.done("bundle", "uninstall", name);
    }

    @Test
    void aProtocolThatNeverReturnsFromItsStartInTheSlotGivesItBack() throws Exception {
        var name = "inaba.it.begins";
        sh.done("bundle", "install", jar(FaultyProtocol.class, name, 1));
        var answer = sh.run("bundle", "update", jar(FaultyProtocol.class, name, 6));
        assertEquals(1, answer.code(), answer.out());
        assertTrue(answer.err().contains("serves on"), answer.err());
        awaitVersion(name, 1);
        var slot = sh.done("swap")
                .lines()
                .filter(line -> line.startsWith("faulty"))
                .findFirst();
        assertTrue(slot.orElse("").contains(name), () -> sh.done("swap"));
        sh.done("ping6", "-c", "3", "-i", "0.02", "2001:db8:f1::1");
        sh.done("bundle", "uninstall", name);
    }

    @Test
    void aBundleThatNeverReturnsFromItsStartIsShownAsStuckAndTheOldOneServesOn() throws Exception {
        var name = "inaba.it.stuck";
        sh.done("bundle", "install", jar(FaultyProtocol.class, name, 1));
        long began = System.nanoTime();
        var answer = sh.run("bundle", "update", jar(FaultyProtocol.class, name, 4));
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(14).toNanos());
        assertEquals(1, answer.code());
        assertTrue(answer.err().contains("stuck"), answer.err());
        var shown = sh.done("bundle", "show", name);
        assertTrue(shown.contains("stuck in start"), shown);
        assertTrue(shown.contains("FaultyProtocol.loop"), shown);
        var slot = sh.done("swap")
                .lines()
                .filter(line -> line.startsWith("faulty"))
                .findFirst();
        assertTrue(slot.orElse("").contains(name), () -> sh.done("swap"));
        sh.done("ping6", "-c", "3", "-i", "0.02", "2001:db8:f1::1");
        sh.done("bundle", "stop", "ra");
        sh.done("bundle", "start", "ra");
        long before = flow.value("received");
        flow.more(RATE / 10);
        assertTrue(flow.value("received") > before);
    }
}
