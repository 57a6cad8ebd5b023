package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_B;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps the neighbour cache small and useful, RFC 6583, and hints from upper layers, RFC 4861 §7.3.1.
class LimitsTest {
    @TempDir
    Path state;

    @Test
    @Clause("RFC 6583 §7.1")
    void solicitorsBeyondTheLimitAreAnsweredAndNotRemembered() {
        var lab = new NdLab(state, true, Map.of("max_unproven", 16));
        for (int i = 1; i <= 20; i++) {
            String stranger = "fe80::5:" + i;
            lab.hears(NdFrame.neighborSolicitation("fe80::a").from(stranger).sourceMac(MAC_C));
            if (i <= 16) {
                lab.carried("NA fe80::a > " + stranger + " @" + MAC_C + " fe80::a RSO tlla " + MAC_A);
            }
        }
        assertEquals(16, lab.a.engine().neighbors().size());
        assertEquals(4, lab.total(lab.a, "inaba.nd.entries-limited"));
        lab.hears(NdFrame.neighborAdvertisement("fe80::6", "O").targetMac(MAC_C));
        assertEquals("none", lab.state(lab.a, "fe80::6"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.too-many"));
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void aSolicitorThatNeverAnswersIsForgottenSoon() {
        var lab = new NdLab(state, true);
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("fe80::5").sourceMac(MAC_C));
        lab.advance(8_000);
        assertEquals("UNREACHABLE " + MAC_C, lab.state(lab.a, "fe80::5"));
        lab.advance(3_000);
        assertEquals("none", lab.state(lab.a, "fe80::5"));
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void aSweepIsResolvedSlowlyAndFailuresAreNotSoughtAgainAtOnce() {
        var lab = new NdLab(state, true, Map.of("resolutions_per_s", 10));
        lab.send(lab.a, "fe80::a", "fe80::b"); // one token
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.advance(1000);
        lab.forget();
        for (int i = 1; i <= 30; i++) {
            lab.send(lab.a, "fe80::a", "fe80::7:" + i);
        }
        assertEquals(1 + 7, lab.a.engine().neighbors().size()); // a quarter of the burst is for who has answered before
        assertEquals(23, lab.total(lab.a, "inaba.nd.entries-limited"));
        lab.advance(3400);
        assertEquals("FAILED", lab.state(lab.a, "fe80::7:1"));
        for (int i = 1; i <= 7; i++) {
            lab.send(lab.a, "fe80::a", "fe80::7:" + i);
        }
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::7:5"));
        assertEquals("FAILED", lab.state(lab.a, "fe80::7:6")); // half of the burst is for others
        lab.send(lab.a, "fe80::a", "fe80::8");
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::8"));
    }

    @Test
    @Clause({"RFC 4861 §7.3.1a", "RFC 4861 §7.3.1b"})
    void theProgressOfAnUpperLayerConfirmsTheFirstHop() {
        var lab = new NdLab(state, false);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.advance(45_000);
        lab.forget();
        lab.send(lab.a, "fe80::a", "fe80::b");
        assertEquals("DELAY " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.a.engine().progress(Ipv6Address.parse("fe80::b"), Ipv6Address.parse("fe80::a"), 1);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.forget();
        lab.advance(14_999);
        lab.carried(); // and so it is not probed
    }

    @Test
    @Clause("RFC 4861 §7.3.1b")
    void theProgressOfADistantPeerConfirmsTheRouter() {
        var lab = new NdLab(state, false);
        lab.a.address("eth", "2001:db8::a/64");
        lab.route(lab.a, "::/0", "fe80::b");
        lab.send(lab.a, "2001:db8::a", "2001:db8:9::9");
        lab.advance(45_000);
        assertEquals("STALE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.a.engine().progress(Ipv6Address.parse("2001:db8:9::9"), Ipv6Address.parse("2001:db8::a"), 0);
        assertEquals("REACHABLE " + MAC_B, lab.state(lab.a, "fe80::b"));
        lab.a.engine().progress(Ipv6Address.parse("2001:db8:9::9"), Ipv6Address.UNSPECIFIED, 0);
        assertEquals("none", lab.state(lab.a, "2001:db8:9::9"));
    }

    @Test
    @Clause({"RFC 4429 §3.2b", "RFC 4429 §3.2c", "RFC 4429 §3.2d"})
    void aPacketFromAnOptimisticAddressWaitsUntilTheCheckIsComplete() {
        var lab = new NdLab(state, false, Map.of("max_neighbor_advertisement", 0));
        optimistic(lab, State.OPTIMISTIC);
        lab.send(lab.a, "fe80::1:a", "fe80::b");
        lab.carried();
        optimistic(lab, State.PREFERRED);
        lab.advance(1000);
        lab.carried(
                "NS fe80::1:a > ff02::1:ff00:b fe80::b slla " + MAC_A,
                "NA fe80::b > fe80::1:a @" + MAC_A + " fe80::b SO tlla " + MAC_B,
                "IP fe80::1:a > fe80::b @" + MAC_B + " next 253");
    }

    @Test
    @Clause("RFC 4861 §7.2.4f")
    void whoAsksFromAnAddressWithoutRouteIsSoughtOnTheLink() {
        var lab = new NdLab(state, false);
        lab.route(lab.a, "::/0", "fe80::b");
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("2001:db8:9::c").to("fe80::a", MAC_A));
        lab.carried("NS fe80::a > ff02::1:ff00:c 2001:db8:9::c slla " + MAC_A);
        lab.hears(NdFrame.neighborAdvertisement("2001:db8:9::c", "SO")
                .to("fe80::a", MAC_A)
                .targetMac(MAC_C));
        lab.carried("NA fe80::a > 2001:db8:9::c @" + MAC_C + " fe80::a SO tlla " + MAC_A);
    }

    private static void optimistic(NdLab lab, State as) {
        var address = Ipv6Address.parse("fe80::1:a");
        lab.a
                .engine()
                .addresses()
                .put(new AddressRow(
                        1, address, 64, Origin.SLAAC, false, as, 1, Row.FOREVER, Row.FOREVER, "inaba.addrconf"));
        lab.advance(0);
    }
}
