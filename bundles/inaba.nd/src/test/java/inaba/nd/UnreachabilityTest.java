package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_B;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 4861 §7.2 and §7.3, RFC 7048, as exchanges between two nodes in simulated time.
class UnreachabilityTest {
    private static final String ASKS = "NS fe80::a > ff02::1:ff00:b fe80::b slla " + MAC_A;
    private static final String ANSWERS = "NA fe80::b > fe80::a @" + MAC_A + " fe80::b SO tlla " + MAC_B;
    private static final String PROBES = "NS fe80::a > fe80::b @" + MAC_B + " fe80::b slla " + MAC_A;
    private static final String DATA = "IP fe80::a > fe80::b @" + MAC_B + " next 253";

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §7.2.2a", "RFC 4861 §7.2.2b", "RFC 4861 §7.2.2d"})
    void packetsWaitForTheMacAndGoWhenItIsKnown() {
        var lab = new NdLab(state, false);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS);
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::b"));
        silence(lab, false);
        lab.advance(1000);
        lab.carried(ASKS, ANSWERS, DATA, DATA);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        assertEquals(0, lab.a.engine().adjacencies().held());
    }

    @Test
    @Clause({"RFC 4861 §7.2.2e", "RFC 4861 §7.2.2f"})
    void aNeighborThatNeverAnswersIsFailedAndTriedAgainWithTheNextPacket() {
        var lab = new NdLab(state, false);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS);
        lab.advance(999);
        lab.carried();
        lab.advance(1);
        lab.carried(ASKS);
        lab.advance(1000);
        lab.carried(ASKS);
        lab.advance(999);
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::b"));
        lab.advance(1);
        lab.carried();
        assertEquals("FAILED", lab.state(lab.a, "fe80::b"));
        assertEquals(0, lab.a.engine().adjacencies().held());
        assertEquals(1, lab.total(lab.a, "inaba.nd.resolutions-failed"));

        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS);
        lab.advance(60_000);
        assertEquals("none", lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause({"RFC 4861 §7.3.3a", "RFC 4861 §7.3.3b", "RFC 4861 §7.3.3c", "RFC 4861 §7.3.3d"})
    void aNeighborInUseIsProbedAndStaysReachable() {
        var lab = reachable(Map.of());
        lab.advance(45_000); // REACHABLE → STALE, nothing is sent
        lab.carried();
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.send(lab.a, "fe80::a", "fe80::b"); // STALE → DELAY, the MAC still serves
        lab.carried(DATA);
        assertEquals("DELAY " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.advance(4999);
        lab.carried();
        lab.advance(1); // DELAY → PROBE → REACHABLE
        lab.carried(PROBES, ANSWERS);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause({
        "RFC 4861 §7.3.3c",
        "RFC 4861 §7.3.3d",
        "RFC 4861 §7.3.3e",
        "RFC 7048 §3a",
        "RFC 7048 §3b",
        "RFC 7048 §3d",
        "RFC 7048 §3g"
    })
    void aNeighborThatFallsSilentIsProbedThenSoughtThenFailed() {
        var lab = reachable(Map.of());
        lab.advance(45_000);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(DATA);
        lab.advance(5000); // PROBE
        lab.carried(PROBES);
        lab.advance(1000);
        lab.carried(PROBES);
        lab.advance(1000);
        lab.carried(PROBES);
        lab.advance(999);
        lab.carried();
        lab.advance(1); // UNREACHABLE, RFC 7048
        lab.carried(ASKS);
        assertEquals("UNREACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));

        lab.send(lab.a, "fe80::a", "fe80::b"); // the MAC still serves
        lab.carried(DATA);
        lab.advance(3000); // each pause is three times the one before
        lab.carried(ASKS);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(8999);
        lab.carried(DATA);
        lab.advance(1);
        lab.carried(ASKS);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(26_999);
        assertEquals("UNREACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.advance(1);
        lab.carried(DATA);
        assertEquals("FAILED", lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause("RFC 7048 §3e")
    void anUnreachableNeighborThatIsNotUsedIsLeftInPeace() {
        var lab = unreachable();
        lab.advance(500_000);
        lab.carried();
        lab.send(lab.a, "fe80::a", "fe80::b"); // used again: sought again, at once
        lab.advance(0);
        lab.carried(DATA, ASKS);
        lab.advance(600_000 + 9000);
        lab.carried();
        assertEquals("none", lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause("RFC 7048 §3b")
    void anUnreachableNeighborThatAnswersIsReachable() {
        var lab = unreachable();
        lab.send(lab.a, "fe80::a", "fe80::b");
        silence(lab, false);
        lab.advance(3000);
        lab.carried(DATA, ASKS, ANSWERS);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
    }

    @Test
    void staleNeighborsAreForgottenWhenLongUnused() {
        var lab = reachable(Map.of("gc_stale_s", 60));
        lab.advance(45_000 + 60_000);
        lab.carried();
        assertEquals("none", lab.state(lab.a, "fe80::b"));
    }

    @Test
    void theLinkGoingDownForgetsItsNeighbors() {
        var lab = reachable(Map.of());
        lab.a.port("eth").carrier(false);
        lab.advance(0);
        assertEquals("none", lab.state(lab.a, "fe80::b"));
        lab.a.port("eth").carrier(true);
        lab.advance(0);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS, ANSWERS, DATA);
    }

    @Test
    void aSuccessorSolicitsWhenItsPredecessorWouldHave() {
        var lab = new NdLab(state, false);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS);
        lab.advance(600);
        lab.a.swap(lab.discovery, NdLab.discovery(Map.of()));
        lab.advance(399);
        lab.carried();
        silence(lab, false);
        lab.advance(1);
        lab.carried(ASKS, ANSWERS, DATA); // the packet was held all the while
    }

    @Test
    void swapsOfAReachableNeighborSendNothingAndChangeNothing() {
        var lab = reachable(Map.of());
        var running = lab.discovery;
        for (int i = 0; i < 14; i++) {
            var next = NdLab.discovery(Map.of());
            lab.a.swap(running, next);
            running = next;
            lab.advance(1000);
            assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        }
        lab.carried();
        lab.advance(31_000);
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
    }

    @Test
    void aSuccessorGoesOnProbing() {
        var lab = reachable(Map.of());
        lab.advance(45_000);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(6500);
        lab.carried(DATA, PROBES, PROBES);
        lab.a.swap(lab.discovery, NdLab.discovery(Map.of()));
        lab.advance(499);
        lab.carried();
        lab.advance(1);
        lab.carried(PROBES);
        lab.advance(1000);
        lab.carried(ASKS);
    }

    @Test
    void whileNothingRunsKnownNeighborsServe() {
        var lab = reachable(Map.of());
        lab.a.stop(lab.discovery);
        lab.advance(60_000);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(DATA);
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void solicitationsFromCountlessAddressesLeaveKnownNeighborsAlone() {
        int limit = 500;
        var lab = reachable(Map.of("max_unproven", limit));
        lab.advance(45_000); // known, though STALE
        lab.a.engine().links().put(lab.link(lab.a).withForwarding(true));
        for (int i = 0; i < 2 * limit; i++) {
            String spoofed = "fe80::5:" + Integer.toHexString(i);
            lab.hears(NdFrame.neighborSolicitation("fe80::a").from(spoofed).sourceMac(NdLab.MAC_C));
        }
        assertEquals(limit + 1, lab.a.engine().neighbors().size());
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.advance(60_000); // all of them were probed in vain meanwhile
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.send(lab.a, "fe80::a", "fe80::d"); // and there is room for others
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::d"));
    }

    @Test
    void aNewConfigurationGoesOnWithTheSameNeighbors() {
        var lab = new NdLab(state, false);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(400);
        lab.carried(ASKS);
        lab.discovery.configure(Components.configuration(NdConfig.class, Map.of("retrans_timer_ms", 3000)));
        lab.advance(2599);
        lab.carried();
        lab.advance(1);
        lab.carried(ASKS);
    }

    private NdLab unreachable() {
        var lab = reachable(Map.of());
        lab.advance(45_000);
        silence(lab, true);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(8000);
        lab.carried(DATA, PROBES, PROBES, PROBES, ASKS);
        return lab;
    }

    private NdLab reachable(Map<String, ?> settings) {
        var lab = new NdLab(state, false, settings);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried(ASKS, ANSWERS, DATA);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        return lab;
    }

    /// What `a` sends gets lost, so that `b` does not answer.
    private static void silence(NdLab lab, boolean on) {
        lab.wire.loses(frame -> on && frame.from().equals(MAC_A));
    }
}
