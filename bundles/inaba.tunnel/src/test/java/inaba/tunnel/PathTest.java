package inaba.tunnel;

import static inaba.tunnel.TunnelLab.HOST_B4;
import static inaba.tunnel.TunnelLab.HOST_B6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way between the ends: it becomes narrower, breaks, and is there again.
class PathTest {
    private static final String UNREACHABLE6 = "2001:db8:1::1 address unreachable";
    private static final String UNREACHABLE4 = "10.1.0.1 host unreachable";

    @TempDir
    private Path state;

    @ParameterizedTest(name = "{0}: from {1} to {2} bytes")
    @CsvSource({"sit, 1480, 1380", "gre, 1476, 1376", "ip6ip6, 1452, 1352", "any, 1452, 1352", "ip6gre, 1448, 1348"})
    @Clause({"RFC 2473 §6.7a", "RFC 2473 §8a", "RFC 2473 §8.2b", "RFC 4213 §3.2.2a", "RFC 4213 §3.2.2c"})
    void aNarrowerPathIsToldToTheSourceInside(String mode, int before, int after) {
        var lab = new TunnelLab(state).join(mode, "");
        assertEquals(List.of(HOST_B6 + " reply " + before), lab.ping(lab.hostA, HOST_B6, before));
        lab.narrow(1400);

        assertEquals(List.of("2001:db8:1::1 too big " + after), lab.ping(lab.hostA, HOST_B6, before));

        assertEquals(after, lab.mtu(lab.a, "t0"));
        assertEquals(List.of(HOST_B6 + " reply " + after), lab.ping(lab.hostA, HOST_B6, after));
        assertEquals(List.of(HOST_B6 + " reply " + before), lab.ping(lab.hostA, HOST_B6, before)); // in fragments
        lab.addsUp();
    }

    @ParameterizedTest(name = "{0}: to {1} bytes")
    @CsvSource({"ipip, 1380", "gre, 1376", "ipip6, 1352", "any, 1352"})
    @Clause("RFC 2473 §8.3b")
    void anIpv4SourceIsToldToo(String mode, int after) {
        var lab = new TunnelLab(state).join(mode, "");
        lab.ping(lab.hostA, HOST_B4, 100);
        lab.narrow(1400);

        assertEquals(List.of("10.1.0.1 too big " + after), lab.ping(lab.hostA, HOST_B4, after + 20));
        assertEquals(List.of(HOST_B4 + " reply " + after), lab.ping(lab.hostA, HOST_B4, after));
        assertEquals(List.of(HOST_B4 + " reply 1500"), lab.ping(lab.hostA, HOST_B4, 1500, false));
        lab.addsUp();
    }

    @ParameterizedTest(name = "{0} over {1} bytes")
    @CsvSource({"sit, 1000", "sit, 1290", "gre, 1000", "ip6ip6, 1280", "any, 1280", "ip6gre, 1280"})
    @Clause({
        "RFC 2473 §7a",
        "RFC 2473 §7b",
        "RFC 2473 §7.1b",
        "RFC 4213 §3.2.2a",
        "RFC 4213 §3.2.2b",
        "RFC 4213 §3.6d",
        "RFC 4213 §3.6e"
    })
    void whatIpv6MayAlwaysSendGoesInFragmentsOfTheOuterPacket(String mode, int path) {
        var lab = new TunnelLab(state).join(mode, "");
        lab.ping(lab.hostA, HOST_B6, 100);
        lab.narrow(path);
        lab.ping(lab.hostA, HOST_B6, 1400);
        lab.ping(lab.hostA, HOST_B6, 1280);
        assertEquals(1280, lab.mtu(lab.a, "t0"));
        lab.forget();

        assertEquals(List.of(HOST_B6 + " reply 1280"), lab.ping(lab.hostA, HOST_B6, 1280));
        assertTrue(lab.wireB.carried().stream().allMatch(frame -> frame.bytes().length <= 1514));
        lab.addsUp();
    }

    @Test
    void anEstimateEndsAndTheWiderPathIsTriedAgain() {
        var lab = new TunnelLab(state).join("ip6ip6", "");
        lab.ping(lab.hostA, HOST_B6, 100);
        lab.narrow(1400);
        lab.ping(lab.hostA, HOST_B6, 1452);
        assertEquals(1352, lab.mtu(lab.a, "t0"));
        lab.narrow(1500);

        lab.lab.advance(Duration.ofSeconds(601));

        assertEquals(1452, lab.mtu(lab.a, "t0"));
    }

    @Test
    @Clause({"RFC 4213 §3.2b", "RFC 4213 §3.2.1c"})
    void aFixedMtuIsCutOnTheWayInstead() {
        var lab = new TunnelLab(state).join("sit", "nopmtudisc mtu 1480");
        lab.ping(lab.hostA, HOST_B6, 100);
        lab.narrow(1300);

        assertEquals(List.of(HOST_B6 + " reply 1480"), lab.ping(lab.hostA, HOST_B6, 1480));
        assertEquals(1480, lab.mtu(lab.a, "t0"));
        lab.addsUp();
    }

    @Test
    @Clause({"RFC 4213 §3.2.1a", "RFC 4213 §3.2.1b"})
    void withoutDiscoveryTheMtuIs1280() { // RFC 4213 §3.2.1
        var lab = new TunnelLab(state).join("sit", "nopmtudisc");
        assertEquals(1280, lab.mtu(lab.a, "t0"));
    }

    @Test
    void largeDatagramsPassWhereTheLinksCarryThem() {
        var lab = new TunnelLab(state, 9500).join("any", "");
        assertEquals(List.of(HOST_B6 + " reply 9000"), lab.ping(lab.hostA, HOST_B6, 9000));
        assertEquals(List.of(HOST_B4 + " reply 9000"), lab.ping(lab.hostA, HOST_B4, 9000));
        lab.addsUp();
    }

    @Test
    void largeDatagramsPassInFragments() {
        var lab = new TunnelLab(state).join("ip6gre", "key 5");
        lab.ping(lab.hostA, HOST_B6, 9000); // both hosts learn of the tunnel
        lab.ping(lab.hostA, HOST_B6, 9000);
        assertEquals(List.of(HOST_B6 + " reply 9000"), lab.ping(lab.hostA, HOST_B6, 9000));
        assertEquals(List.of(HOST_B4 + " reply 9000"), lab.ping(lab.hostA, HOST_B4, 9000, false));
        lab.addsUp();
    }

    @Test
    void whileTheFirstLinkIsDownTheLinkInsideHasFailed() {
        var lab = new TunnelLab(state).join("any", "");
        lab.a.port("wan").carrier(false);
        lab.lab.settle();

        assertEquals(List.of(UNREACHABLE6), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(List.of(UNREACHABLE4), lab.ping(lab.hostA, HOST_B4, 100));

        lab.a.port("wan").carrier(true);
        lab.lab.advance(Duration.ofSeconds(5));
        lab.forget();
        assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
        lab.addsUp();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sit", "ip6ip6", "gre"})
    void aNeighbourThatDoesNotAnswerIsToldToTheSourceInside(String mode) {
        var lab = new TunnelLab(state).join(mode, "");
        lab.wireA.loses(_ -> true);
        lab.lab.advance(Duration.ofMinutes(30)); // who the next hop is was forgotten

        lab.ping(lab.hostA, HOST_B6, 100);
        lab.lab.advance(Duration.ofSeconds(10));

        assertEquals(List.of(UNREACHABLE6), lab.heardA.take());
        lab.addsUp();
    }

    @ParameterizedTest(name = "{0} with a TTL of 1")
    @CsvSource({"sit", "gre", "ip6ip6", "ip6gre"})
    @Clause({"RFC 2473 §8a", "RFC 2473 §8.2a", "RFC 4213 §3.4a"})
    void anOuterPacketThatComesToAnEndIsToldToTheSourceInside(String mode) {
        var lab = new TunnelLab(state).join(mode, "ttl 1");
        assertEquals(List.of(UNREACHABLE6), lab.ping(lab.hostA, HOST_B6, 100));
        assertEquals(Map.of(), lab.drops(lab.a));
        lab.addsUp();
    }

    @Test
    @Clause({"RFC 2473 §6.3a", "RFC 4213 §3.3a"})
    void theTtlInsideIsTheOuterOneWhereItIsInherited() {
        var lab = new TunnelLab(state).join("sit", "ttl inherit");
        assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
        var outer = lab.wireA.carried().stream()
                .map(frame -> frame.bytes())
                .filter(bytes -> bytes[12] == 8 && bytes[13] == 0 && bytes[23] == 41)
                .findFirst()
                .orElseThrow();
        assertEquals(63, outer[22]);
    }
}
