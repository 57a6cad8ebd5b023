package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_C;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What other nodes' messages make us say and remember: RFC 4861 §7.2.3 to §7.2.7, §6.2.6, §6.3.4, RFC 9131.
class AnswersTest {
    private static final String PROBES_C = "NS fe80::a > fe80::c @" + MAC_C + " fe80::c slla " + MAC_A;

    @TempDir
    Path state;

    @Test
    @Clause({
        "RFC 4861 §7.2.3b",
        "RFC 4861 §7.2.3c",
        "RFC 4861 §7.2.4a",
        "RFC 4861 §7.2.4b",
        "RFC 4861 §7.2.4e",
        "RFC 4861 §7.3.3b"
    })
    void aSolicitationIsAnsweredAndItsSenderRemembered() {
        var lab = new NdLab(state, false);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MAC_C));
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " fe80::a SO tlla " + MAC_A);
        assertEquals("DELAY " + MAC_C, lab.state(lab.a, "fe80::c"));
        lab.advance(5000);
        lab.carried(PROBES_C);
    }

    @Test
    @Clause("RFC 4861 §7.2.4c")
    void aRouterSaysThatItIsOne() {
        var lab = new NdLab(state, true);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MAC_C));
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " fe80::a RSO tlla " + MAC_A);
    }

    @Test
    @Clause({"RFC 4861 §7.2.4e", "RFC 4861 §7.2.3f"})
    void aCheckForDuplicatesIsAnsweredToAllNodesAndMakesNoEntry() {
        var lab = new NdLab(state, false);
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("::"));
        lab.carried("NA fe80::a > ff02::1 fe80::a O tlla " + MAC_A);
        assertEquals("none", lab.state(lab.a, "::"));
    }

    @Test
    @Clause({"RFC 4861 §7.2.4f", "RFC 4861 §7.2.2a"})
    void aSolicitorWithoutMacIsResolvedFirst() {
        var lab = new NdLab(state, false);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::a")).to("fe80::a", MAC_A));
        lab.carried("NS fe80::a > ff02::1:ff00:c fe80::c slla " + MAC_A);
        lab.hears(fromC(NdFrame.neighborAdvertisement("fe80::c", "SO"))
                .to("fe80::a", MAC_A)
                .targetMac(MAC_C));
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " fe80::a SO tlla " + MAC_A);
    }

    @Test
    @Clause("RFC 4861 §7.2.3a")
    void whatIsNotOursIsNotAnswered() {
        var lab = new NdLab(state, false);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::100:a")).sourceMac(MAC_C));
        lab.carried();
        assertEquals("none", lab.state(lab.a, "fe80::c"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.target-not-ours"));
    }

    @Test
    @Clause({"RFC 4862 §5.4.3a", "RFC 4862 §5.4.3b"})
    void aTentativeAddressIsLeftToAutoconfiguration() {
        var lab = new NdLab(state, false);
        put(lab, "fe80::1:a", false, State.TENTATIVE);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::1:a")).sourceMac(MAC_C));
        lab.hears(NdFrame.neighborSolicitation("fe80::1:a").from("::"));
        lab.hears(NdFrame.neighborAdvertisement("fe80::1:a", "O").targetMac(MAC_C));
        lab.carried();
        assertEquals("none", lab.state(lab.a, "fe80::c"));
        assertEquals(3, lab.total(lab.a, "inaba.nd.target-tentative"));
    }

    @Test
    void invalidMessagesAreDroppedByName() {
        var lab = new NdLab(state, false);
        lab.hears(
                fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MAC_C).hopLimit(254));
        lab.hears(
                fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MAC_C).code(1));
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MacAddress.BROADCAST));
        lab.hears(NdFrame.neighborSolicitation("fe80::a").from("fe80::a").sourceMac(MAC_C));
        lab.carried();
        assertEquals("none", lab.state(lab.a, "fe80::c"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.hop-limit-not-255"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.code-not-zero"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.group-link-address"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.own-message"));
    }

    @Test
    @Clause({"RFC 4861 §7.2.4d", "RFC 4861 §7.2.4g"})
    void anAnycastAddressAnswersLateAndDoesNotOverride() {
        var lab = new NdLab(state, false);
        put(lab, "fe80::1:a", true, State.PREFERRED);
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::1:a")).sourceMac(MAC_C));
        lab.hears(fromC(NdFrame.neighborSolicitation("fe80::1:a")).sourceMac(MAC_C));
        lab.carried();
        lab.advance(1000);
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " fe80::1:a S tlla " + MAC_A);
    }

    @Test
    @Clause({"RFC 4861 §7.2.4d", "RFC 4861 §7.2.4g", "RFC 4291 §2.6.1"})
    void aRouterAnswersForTheAnycastAddressOfItsSubnet() {
        var lab = new NdLab(state, true);
        lab.a.address("eth", "2001:db8::a/64");
        lab.advance(0);
        lab.hears(fromC(NdFrame.neighborSolicitation("2001:db8::")).sourceMac(MAC_C));
        lab.carried();
        lab.advance(1000);
        lab.carried("NA fe80::a > fe80::c @" + MAC_C + " 2001:db8:: RS tlla " + MAC_A);
    }

    @Test
    @Clause({"RFC 4861 §7.2.5a", "RFC 9131 §6.1.1a", "RFC 9131 §6.1.1b"})
    void aHostIgnoresAdvertisementsOfStrangersAndARouterRemembersThem() {
        var host = new NdLab(state.resolve("host"), false);
        host.hears(NdFrame.neighborAdvertisement("fe80::c", "O").targetMac(MAC_C));
        assertEquals("none", host.state(host.a, "fe80::c"));
        assertEquals(1, host.total(host.a, "inaba.nd.no-entry"));

        var router = new NdLab(state.resolve("router"), true); // RFC 9131 §6.1.1
        router.hears(NdFrame.neighborAdvertisement("fe80::c", "O"));
        assertEquals("none", router.state(router.a, "fe80::c"));
        router.hears(NdFrame.neighborAdvertisement("fe80::c", "RO").targetMac(MAC_C));
        assertEquals("STALE " + MAC_C + " router", router.state(router.a, "fe80::c"));

        var strict = new NdLab(state.resolve("strict"), true, Map.of("accept_untracked_na", false));
        strict.hears(NdFrame.neighborAdvertisement("fe80::c", "O").targetMac(MAC_C));
        assertEquals("none", strict.state(strict.a, "fe80::c"));
    }

    @Test
    void anotherNodeThatAdvertisesOurAddressIsCounted() {
        var lab = new NdLab(state, false);
        lab.hears(NdFrame.neighborAdvertisement("fe80::a", "O").targetMac(MAC_C));
        lab.carried();
        assertEquals(1, lab.total(lab.a, "inaba.nd.own-address-advertised"));
    }

    @Test
    @Clause({"RFC 4861 §6.2.6a", "RFC 4861 §6.2.6g"})
    void routersHearRouterSolicitationsAndHostsDoNot() {
        var router = new NdLab(state.resolve("router"), true);
        router.hears(fromC(NdFrame.routerSolicitation()).sourceMac(MAC_C));
        assertEquals("STALE " + MAC_C, router.state(router.a, "fe80::c"));

        var host = new NdLab(state.resolve("host"), false);
        host.hears(fromC(NdFrame.routerSolicitation()).to(Ipv6Address.ALL_NODES).sourceMac(MAC_C));
        assertEquals("none", host.state(host.a, "fe80::c"));
        assertEquals(1, host.total(host.a, "inaba.nd.not-a-router"));
    }

    @Test
    @Clause({"RFC 4861 §6.3.4b", "RFC 4861 §6.3.4f", "RFC 4861 §6.3.4h", "RFC 4861 §6.3.4i", "RFC 4861 §7.2.2e"})
    void aRouterAdvertisementMakesARouterAndSetsTheLink() {
        var lab = new NdLab(state, false);
        lab.hears(fromC(NdFrame.routerAdvertisement(1800, 33, 10_000, 2_000))
                .sourceMac(MAC_C)
                .mtu(1400));
        assertEquals("STALE " + MAC_C + " router", lab.state(lab.a, "fe80::c"));
        var learned = requireNonNull(lab.a.engine().parameters().get(1));
        assertEquals(33, learned.hopLimit());
        assertEquals(10_000, learned.baseReachableMillis());
        assertEquals(2_000, learned.retransMillis());
        assertEquals(1400, learned.mtu());

        lab.hears(fromC(NdFrame.routerAdvertisement(1800)).mtu(1279)); // unspecified: as before
        lab.hears(fromC(NdFrame.routerAdvertisement(1800)).mtu(1501));
        assertEquals(learned, lab.a.engine().parameters().get(1));

        lab.wire.loses(frame -> frame.from().equals(MAC_A));
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.carried("NS fe80::a > ff02::1:ff00:b fe80::b slla " + MAC_A);
        lab.advance(1999);
        lab.carried();
        lab.advance(1);
        lab.carried("NS fe80::a > ff02::1:ff00:b fe80::b slla " + MAC_A);
    }

    @Test
    @Clause("RFC 4861 §6.3.4g")
    void aShorterReachableTimeCountsForNeighborsThatAreReachableNow() {
        var lab = new NdLab(state, false);
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.hears(fromC(NdFrame.routerAdvertisement(0, 0, 4_000, 0)));
        lab.advance(6_000);
        assertEquals("STALE " + NdLab.MAC_B, lab.state(lab.a, "fe80::b"));
    }

    @Test
    @Clause("RFC 4861 §6.3.4g")
    void theRandomReachableTimeIsNewAfterTwoHoursAndWithAnotherBase() {
        var lab = new NdLab(state, false);
        long first = reachableFor(lab);
        assertTrue(first >= 15_000 && first <= 45_000, first + " ms");
        assertEquals(first, reachableFor(lab), "the same for hours");
        lab.advance(7_200_000);
        long second = reachableFor(lab);
        assertEquals(second, reachableFor(lab), "the same again");
        assertTrue(second >= 15_000 && second <= 45_000, second + " ms");
        assertNotEquals(first, second);
        lab.hears(fromC(NdFrame.routerAdvertisement(0, 0, 10_000, 0)));
        long third = reachableFor(lab);
        assertTrue(third >= 5_000 && third <= 15_000, third + " ms");
    }

    @ParameterizedTest(name = "factors {0} and {1} percent: {2} to {3} ms")
    @CsvSource({"50, 150, 15000, 45000", "100, 100, 30000, 30000", "10, 100, 3000, 30000", "100, 300, 30000, 90000"})
    @Clause("RFC 4861 §6.3.4g")
    void theRandomFactorsAreConfigurable(int least, int most, long from, long to) {
        for (long seed = 1; seed <= 20; seed++) {
            var lab = new NdLab(
                    state, false, Map.of("min_random_factor_percent", least, "max_random_factor_percent", most));
            lab.advance(seed * 3_600_000);
            long reachable = reachableFor(lab);
            assertTrue(reachable >= from - 100 && reachable <= to + 100, reachable + " ms");
        }
    }

    @Test
    @Clause({"RFC 4861 §6.3.4f", "RFC 4861 §7.2.2e"})
    void anotherRetransTimerCountsForTheNextSolicitation() {
        var lab = new NdLab(state, false);
        assertEquals(1_000, secondSolicitation(lab, "fe80::1:1"));
        lab.hears(fromC(NdFrame.routerAdvertisement(0, 0, 0, 2_000)));
        assertEquals(2_000, secondSolicitation(lab, "fe80::1:2"));
        assertEquals(2_000, secondSolicitation(lab, "fe80::1:3"));
        lab.hears(fromC(NdFrame.routerAdvertisement(0, 0, 0, 500)));
        assertEquals(500, secondSolicitation(lab, "fe80::1:4"));
    }

    /// How many milliseconds after the first one.
    private static long secondSolicitation(NdLab lab, String target) {
        lab.advance(60_000); // nothing else is under way
        lab.send(lab.a, "fe80::a", target);
        lab.forget();
        long waited = 0;
        while (lab.wire.carried().isEmpty()) {
            lab.advance(10);
            waited += 10;
        }
        return waited;
    }

    @Test
    void howOftenTheReachableTimeIsDrawnAnewIsConfigurable() {
        var lab = new NdLab(state, false, Map.of("reachable_recompute_s", 600));
        long first = reachableFor(lab);
        lab.advance(600_000);
        assertNotEquals(first, reachableFor(lab));
    }

    /// What routers advertise is taken, but for so little that nothing would leave the site.
    @ParameterizedTest(name = "lowest {0}: 1 is {1}, 15 is {2}, 64 is {3}")
    @CsvSource({"10, 0, 15, 64", "1, 1, 15, 64", "15, 0, 15, 64", "32, 0, 0, 64"})
    @Clause({"RFC 4861 §6.3.4f", "RFC 4861 §6.3.4b"})
    void theHopLimitIsTheOneAdvertised(int lowest, int one, int fifteen, int sixtyFour) {
        var settings = lowest == 10 ? Map.<String, Object>of() : Map.of("min_hop_limit", lowest);
        var lab = new NdLab(state, false, settings);
        assertEquals(one, hopLimit(lab, 1));
        assertEquals(fifteen, hopLimit(lab, 15));
        assertEquals(sixtyFour, hopLimit(lab, 64));
        assertEquals(64, hopLimit(lab, 0), "unspecified: as before");
    }

    private static int hopLimit(NdLab lab, int advertised) {
        lab.hears(fromC(NdFrame.routerAdvertisement(1800, advertised, 0, 0)));
        var learned = lab.a.engine().parameters().get(1);
        return learned == null ? 0 : learned.hopLimit();
    }

    @ParameterizedTest(name = "MTU {0}: {1}")
    @CsvSource({"1279, 0", "1280, 1280", "1500, 1500", "1501, 0", "4294967295, 0"})
    @Clause("RFC 4861 §6.3.4h")
    void theMtuOfTheLinkIsWithinItsBounds(long advertised, int taken) {
        var lab = new NdLab(state, false);
        lab.hears(fromC(NdFrame.routerAdvertisement(1800, 64, 0, 0)).mtu(advertised));
        assertEquals(
                taken,
                Objects.requireNonNull(lab.a.engine().parameters().get(1)).mtu());
    }

    @Test
    void aRouterTakesNoParametersFromAnother() {
        var lab = new NdLab(state, true);
        lab.hears(fromC(NdFrame.routerAdvertisement(1800, 33, 10_000, 2_000)).sourceMac(MAC_C));
        assertEquals("STALE " + MAC_C + " router", lab.state(lab.a, "fe80::c"));
        assertEquals(0, lab.a.engine().parameters().size());
    }

    @Test
    @Clause({"RFC 4861 §7.2.6a", "RFC 4861 §7.2.6b"})
    void aNewMacIsToldToAllNodes() {
        var lab = new NdLab(state, false);
        lab.a.engine().links().put(lab.link(lab.a).withMac(MAC_C));
        String told = "NA fe80::a > ff02::1 fe80::a O tlla " + MAC_C;
        tellsThreeTimesASecondApart(lab, told);
        lab.advance(10_000);
        lab.carried();
    }

    @Test
    @Clause({"RFC 4861 §7.2.6a", "RFC 4861 §7.2.6b", "RFC 9131 §6.1.2a", "RFC 9131 §6.1.2b", "RFC 9131 §6.1.2c"})
    void aHostTellsTheRoutersOfItsNewAddress() {
        var lab = new NdLab(state, false);
        lab.a.address("eth", "2001:db8::a/64");
        String told = "NA 2001:db8::a > ff02::2 2001:db8::a tlla " + MAC_A;
        tellsThreeTimesASecondApart(lab, told);
        lab.advance(10_000);
        lab.carried();
    }

    private static NdFrame fromC(NdFrame frame) {
        return frame.from("fe80::c").from(MAC_C);
    }

    /// RetransTimer is a second.
    private static void tellsThreeTimesASecondApart(NdLab lab, String told) {
        lab.advance(0);
        lab.carried(told);
        for (int again = 0; again < 2; again++) {
            lab.advance(999);
            lab.carried();
            lab.advance(1);
            lab.carried(told);
        }
    }

    /// How long a neighbour counts as reachable after it answered, in milliseconds.
    private static long reachableFor(NdLab lab) {
        lab.send(lab.a, "fe80::a", "fe80::b");
        while (!lab.state(lab.a, "fe80::b").startsWith("REACHABLE")) {
            lab.advance(1000);
        }
        long passed = 0;
        while (lab.state(lab.a, "fe80::b").startsWith("REACHABLE")) {
            lab.advance(1);
            passed++;
        }
        return passed;
    }

    private static void put(NdLab lab, String address, boolean anycast, State state) {
        var row = new AddressRow(
                1,
                Ipv6Address.parse(address),
                64,
                Origin.MANUAL,
                anycast,
                state,
                AddressRow.NO_DAD,
                Row.FOREVER,
                Row.FOREVER,
                Row.PERSON);
        lab.a.engine().addresses().put(row);
        lab.advance(0);
    }
}
