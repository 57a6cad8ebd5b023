package inaba.route;

import static inaba.route.RoutersLab.SOURCE_A;
import static inaba.route.RoutersLab.SOURCE_B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import inaba.junit.Clause;
import inaba.route.spread.FlowSpread;
import inaba.route.spread.RoundRobin;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which router a host sends through: RFC 4861 §6.3.6, RFC 4191 §3.2 and §3.5, RFC 4311, RFC 8028.
class RouterSelectionTest {
    private static final String ANY = "::";
    private static final String FAR = "2001:db8:ff::1";

    @TempDir
    Path state;

    private RoutersLab lab;

    @BeforeEach
    void aHost() {
        lab = new RoutersLab(state);
    }

    /// The example of RFC 4191 §3.6, step by step.
    @Test
    @Clause({"RFC 4861 §6.3.6b", "RFC 4191 §3.2a", "RFC 4191 §3.2b", "RFC 4191 §3.2c", "RFC 4191 §3.5a"})
    void theExampleOfTheRfcHoldsStepByStep() {
        lab.router("w", 1, "pref medium")
                .router("x", 2, "lifetime 0 route 2002::/16 pref medium")
                .router("y", 3, "lifetime 0 route 2001:db8::/32 pref high")
                .router("z", 4, "lifetime 0 route 2001:db8::/32 pref low");
        assertEquals("y", lab.sendsFor(5, FAR, SOURCE_A));

        lab.fails("y");
        assertEquals("z", lab.sendsFor(50, FAR, SOURCE_A));
        assertEquals(1, lab.solicited("y", () -> lab.sendsFor(60, FAR, SOURCE_A)));

        lab.fails("z");
        assertEquals("w", lab.sendsFor(50, FAR, SOURCE_A));
        assertEquals(1, lab.solicited("y", () -> lab.sendsFor(60, FAR, SOURCE_A)));
        assertEquals(1, lab.solicited("z", () -> lab.sendsFor(60, FAR, SOURCE_A)));

        lab.fails("w");
        lab.sendsFor(50, FAR, SOURCE_A);
        assertTrue(lab.solicited("y", () -> lab.sendsFor(60, FAR, SOURCE_A)) > 3, "Y is used");
        assertEquals(1, lab.solicited("w", () -> lab.sendsFor(60, FAR, SOURCE_A)));

        lab.recovers("z");
        assertEquals("z", lab.sendsFor(61, FAR, SOURCE_A));
        lab.recovers("y");
        assertEquals("y", lab.sendsFor(61, FAR, SOURCE_A));
        assertEquals(0, lab.solicited("x", () -> lab.sendsFor(60, FAR, SOURCE_A)), "X never matched");
    }

    @Test
    @Clause({"RFC 4191 §3.5b", "RFC 4191 §3.5c"})
    void aSilentRouterIsNotAskedWithoutPacketsForItNorMoreThanOnceAMinute() {
        lab.router("good", 1, "pref high").router("other", 2, "pref low");
        lab.sendsFor(5, FAR, SOURCE_A);
        lab.fails("good");
        assertEquals("other", lab.sendsFor(50, FAR, SOURCE_A));
        lab.lab.advance(Duration.ofMinutes(1));
        assertEquals(0, lab.solicited("good", () -> lab.lab.advance(Duration.ofMinutes(11))));
        assertEquals("other", lab.sends(FAR, SOURCE_A), "it stays silent, however long ago that was found");
        long asked = lab.solicited("good", () -> lab.sendsFor(600, FAR, SOURCE_A));
        assertTrue(asked >= 9 && asked <= 10, asked + " in ten minutes");
    }

    @Test
    @Clause({"RFC 4861 §6.3.6a", "RFC 4191 §3.2c"})
    void whereNothingIsKnownOfARouterItCountsAsReachable() {
        lab.router("high", 1, "pref high").router("low", 2, "pref low");
        assertEquals("high", lab.sends(FAR, SOURCE_A));
        assertEquals("high", lab.sends("2001:db8:ff::2", SOURCE_B));
    }

    @Test
    @Clause({"RFC 4311 §2a", "RFC 4311 §2b"})
    void equalRoutersShareDestinationsAndEachDestinationKeepsItsRouter() {
        lab.router("a", 1, "").router("b", 2, "").router("c", 3, "");
        var first = shares(300);
        for (String router : List.of("a", "b", "c")) {
            assertTrue(count(first, router) > 60, first.values()::toString);
        }
        lab.lab.advance(Duration.ofHours(1));
        assertEquals(first, shares(300), "as long as the list of routers stays as it is");
    }

    @Test
    @Clause("RFC 4191 §3.3a")
    void aDestinationLeavesItsRouterForABetterOneAtOnce() {
        lab.router("a", 1, "");
        assertEquals("a", lab.sends(FAR, SOURCE_A));
        lab.router("b", 2, "");
        assertEquals("a", lab.sends(FAR, SOURCE_A), "no reason to leave");
        lab.advertises("b", "pref high");
        assertEquals("b", lab.sends(FAR, SOURCE_A));
        lab.advertises("b", "pref low");
        assertEquals("a", lab.sends(FAR, SOURCE_A));
        lab.advertises("a", "route " + FAR + "/128 lifetime 0 pref low");
        lab.advertises("b", "route 2001:db8:ff::/48 pref low");
        assertEquals("b", lab.sends(FAR, SOURCE_A));
        lab.advertises("b", "route none");
    }

    @Test
    @Clause("RFC 4311 §2a")
    void roundRobinGivesEachRouterTheSameNumberOfDestinations() {
        lab.host.engine().routing().use(new RoundRobin());
        lab.router("a", 1, "").router("b", 2, "").router("c", 3, "");
        var shares = shares(30);
        for (String router : List.of("a", "b", "c")) {
            assertEquals(10, count(shares, router), shares.values()::toString);
        }
        assertEquals(shares, shares(30), "the Destination Cache remembers");
    }

    /// Round robin has no memory of its own: that each keeps its router is the Destination Cache's doing.
    @Test
    @Clause({"RFC 4311 §2a", "RFC 4191 §3.3a"})
    void aDestinationKeepsItsRouterAsLongAsThatIsAmongTheBest() {
        lab.host.engine().routing().use(new RoundRobin());
        lab.router("a", 1, "").router("b", 2, "");
        var two = shares(30);
        lab.router("c", 3, "");
        assertEquals(two, shares(30), "another router is no reason to leave");

        lab.fails("a");
        lab.sendsFor(50, destinationOf("a", two), SOURCE_A);
        var withoutA = shares(30);
        assertEquals(0, count(withoutA, "a"), withoutA.values()::toString);
        two.forEach((destination, router) -> {
            if (router.equals("b")) {
                assertEquals("b", withoutA.get(destination), destination);
            }
        });

        lab.recovers("a");
        lab.sendsFor(61, FAR, SOURCE_A);
        assertEquals(withoutA, shares(30), "nor is one that is back");
    }

    private static String destinationOf(String router, Map<String, String> shares) {
        return shares.entrySet().stream()
                .filter(e -> e.getValue().equals(router))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Clause("RFC 4311 §2b")
    void anotherSecretSharesInAnotherWay() {
        lab.router("a", 1, "").router("b", 2, "");
        var before = shares(64);
        lab.host.engine().routing().use(new FlowSpread(2));
        var after = shares(64);
        assertTrue(before.entrySet().stream()
                        .filter(e -> !e.getValue().equals(after.get(e.getKey())))
                        .count()
                > 10);
    }

    @Test
    @Clause({"RFC 8028 §3.1a", "RFC 8028 §3.2a", "RFC 8028 §2.1b", "RFC 8028 §2.1c"})
    void packetsGoToTheRouterThatAdvertisedThePrefixOfTheirSource() {
        lab.router("a", 1, "pref low prefix 2001:db8:a::/64 onlink off auto off")
                .router("b", 2, "pref high prefix 2001:db8:b::/64 route 2001:db8:ff::/48 pref high");
        assertEquals("a", lab.sends(FAR, SOURCE_A), "regardless of preferences and flags");
        assertEquals("b", lab.sends(FAR, SOURCE_B));
        assertEquals("b", lab.sends("2001:db8:fe::1", SOURCE_B));
        assertEquals("a", lab.sends("2001:db8:fe::1", SOURCE_A));
    }

    @Test
    @Clause("RFC 8028 §3.2b")
    void whereNoRouterAdvertisedThePrefixTheUsualOrderHolds() {
        lab.router("a", 1, "pref low").router("b", 2, "pref high prefix 2001:db8:b::/64");
        assertEquals("b", lab.sends(FAR, SOURCE_A));
    }

    @Test
    @Clause("RFC 8028 §3.2a")
    void aRouterOfAnotherPrefixServesWhereAllOfThePrefixAreSilent() {
        lab.router("a", 1, "prefix 2001:db8:a::/64").router("b", 2, "prefix 2001:db8:b::/64");
        lab.sendsFor(5, FAR, SOURCE_A);
        lab.fails("a");
        assertEquals("b", lab.sendsFor(50, FAR, SOURCE_A));
        lab.recovers("a");
        assertEquals("a", lab.sendsFor(61, FAR, SOURCE_A));
    }

    @Test
    @Clause({"RFC 8028 §3.3a", "RFC 6724 §5f"})
    void theSourceIsOneOfThePrefixThatTheNextHopAdvertised() {
        lab.router("a", 1, "pref low prefix 2001:db8:a::/64").router("b", 2, "pref high prefix 2001:db8:b::/64");
        assertEquals(Ipv6Address.parse(SOURCE_B), lab.source(FAR));
        lab.advertises("a", "pref high");
        lab.advertises("b", "pref low");
        assertEquals(Ipv6Address.parse(SOURCE_A), lab.source(FAR));
        assertEquals("a", lab.sends(FAR, ANY));
    }

    @Test
    @Clause({"RFC 4861 §8.1a", "RFC 4861 §8.3a"})
    void aRedirectComesFromTheRouterOfThePacketsSource() {
        lab.router("a", 1, "pref low prefix 2001:db8:a::/64").router("b", 2, "pref high prefix 2001:db8:b::/64");
        assertEquals("a", lab.sends(FAR, SOURCE_A));
        lab.redirects("fe80::2", FAR, "fe80::3", SOURCE_A);
        assertEquals("a", lab.sends(FAR, SOURCE_A), "b is not where these packets go");
        lab.redirects("fe80::1", FAR, "fe80::2", SOURCE_A);
        assertEquals("b", lab.sends(FAR, SOURCE_A));
    }

    @Test
    @Clause("RFC 8028 §3.4a")
    void anOffLinkRedirectIsForThePacketsOfItsSourceAlone() {
        lab.router("a", 1, "pref high prefix 2001:db8:a::/64 prefix 2001:db8:b::/64")
                .router("b", 2, "pref low");
        lab.redirects("fe80::1", FAR, "fe80::2", SOURCE_A);
        assertEquals("b", lab.sends(FAR, SOURCE_A));
        assertEquals("a", lab.sends(FAR, SOURCE_B));
        lab.redirects("fe80::1", FAR, "fe80::2", SOURCE_B);
        assertEquals("b", lab.sends(FAR, SOURCE_B));
        lab.redirects("fe80::2", FAR, "fe80::1", SOURCE_A);
        assertEquals("a", lab.sends(FAR, SOURCE_A));
        assertEquals("b", lab.sends(FAR, SOURCE_B));
    }

    @Test
    @Clause({"RFC 4861 §8.3a", "RFC 8028 §3.4a"})
    void aRedirectToTheLinkLocalAddressNamesNoSource() {
        lab.router("a", 1, "pref high prefix 2001:db8:a::/64 prefix 2001:db8:b::/64")
                .router("b", 2, "pref low");
        lab.redirects("fe80::1", FAR, "fe80::2", "fe80::5");
        assertEquals("b", lab.sends(FAR, SOURCE_A));
        assertEquals("b", lab.sends(FAR, SOURCE_B));
    }

    @Test
    @Clause("RFC 8028 §3.4a")
    void anOnLinkRedirectIsForEverySource() {
        lab.router("a", 1, "pref high").router("b", 2, "pref low");
        lab.redirects("fe80::1", FAR, FAR, SOURCE_A);
        for (var source : List.of(SOURCE_A, SOURCE_B)) {
            var found = Objects.requireNonNull(
                    lab.host.engine().resolve(Ipv6Address.parse(FAR), Ipv6Address.parse(source), 0));
            assertEquals(new Node.NextHopResult(1, Ipv6Address.parse(FAR)), found.nextHop());
        }
    }

    /// The last word counts, though the one before it was about fewer packets.
    @Test
    @Clause({"RFC 4861 §8.3a", "RFC 4861 §8.3b"})
    void anOnLinkRedirectOfTheSecondRouterOverridesTheFirstOne() {
        lab.router("a", 1, "pref high").router("b", 2, "pref low");
        lab.redirects("fe80::1", FAR, "fe80::2", SOURCE_A);
        lab.redirects("fe80::2", FAR, FAR, SOURCE_A);
        var found = Objects.requireNonNull(
                lab.host.engine().resolve(Ipv6Address.parse(FAR), Ipv6Address.parse(SOURCE_A), 0));
        assertEquals(new Node.NextHopResult(1, Ipv6Address.parse(FAR)), found.nextHop());
    }

    /// A longer prefix, and a better metric, of a router that does not answer.
    @Test
    @Clause({"RFC 4191 §3.2b", "RFC 4861 §6.3.6a"})
    void aRouteOfAPersonServesWhileNoRouterThatAdvertisedAnswers() throws CommandException {
        lab.router("learned", 1, "pref high route 2001:db8:ff::/48").router("typed", 2, "lifetime 0");
        lab.routes("add default via fe80::2 dev wan metric 4096");
        assertEquals("learned", lab.sends(FAR, SOURCE_A));
        lab.fails("learned");
        assertEquals("typed", lab.sendsFor(50, FAR, SOURCE_A));
        assertEquals("typed", lab.sends("2001:db8:fe::1", SOURCE_A));
        lab.fails("typed");
        lab.sendsFor(50, FAR, SOURCE_A);
        lab.recovers("learned");
        assertEquals("learned", lab.sendsFor(61, FAR, SOURCE_A));
    }

    @Test
    void whatIsKnownOfPrefixesEndsWithTheirLifetime() {
        lab.router("a", 1, "interval 900 1800 pref low prefix 2001:db8:a::/64 valid 60 preferred 60")
                .router("b", 2, "pref high");
        assertEquals("a", lab.sends(FAR, SOURCE_A));
        lab.lab.advance(Duration.ofSeconds(120));
        assertEquals("b", lab.sends(FAR, SOURCE_A));
    }

    @Test
    @Clause("RFC 4191 §3.2d")
    void withoutARouteThePacketIsDroppedAndItsSenderTold() {
        assertEquals("nobody", lab.sends(FAR, SOURCE_A));
        var drops = lab.host.engine().counters().totals();
        assertEquals(1, drops.get("inaba.core.no-route"));
    }

    @Test
    @Clause("RFC 4861 §6.3.6b")
    void whereAllRoutersAreSilentEachIsTriedAndTheFirstThatAnswersServes() {
        lab.router("a", 1, "").router("b", 2, "");
        lab.sendsFor(2, FAR, SOURCE_A);
        lab.sendsFor(2, "2001:db8:ff::2", SOURCE_A);
        lab.fails("a");
        lab.fails("b");
        lab.sendsFor(120, FAR, SOURCE_A);
        assertTrue(lab.solicited("a", () -> lab.sendsFor(61, FAR, SOURCE_A)) > 0);
        assertTrue(lab.solicited("b", () -> lab.sendsFor(61, FAR, SOURCE_A)) > 0);
        lab.recovers("b");
        assertEquals("b", lab.sendsFor(61, FAR, SOURCE_A));
    }

    private Map<String, String> shares(int destinations) {
        var shares = new HashMap<String, String>();
        IntStream.range(1, destinations + 1)
                .mapToObj("2001:db8:ff::%x"::formatted)
                .forEach(destination -> {
                    shares.put(destination, lab.sends(destination, SOURCE_A));
                });
        return shares;
    }

    private static long count(Map<String, String> shares, String router) {
        return shares.values().stream().filter(router::equals).count();
    }
}
