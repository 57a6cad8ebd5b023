package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.LINK_LOCAL;
import static inaba.addrconf.AddrconfLab.MAC_A;
import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.testkit.Extreme;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.nd.NdOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 4862 §5.5, and Router Solicitations: RFC 4861 §6.3.7 and RFC 7559.
class AutoconfigurationTest {
    private static final String ADDRESS = "2001:db8:1::ff:fe00:101";
    private static final String PREFIX = "2001:db8:1::/64";
    private static final String ASKS = "RS " + LINK_LOCAL + " > ff02::2 slla " + MAC_A;
    private static final long HOUR = 3600;

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4862 §5.5a", "RFC 4862 §5.5.3b", "RFC 4862 §5.5.4c"})
    void anAddressIsFormedCheckedDeprecatedAndForgotten() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50));
        assertEquals(ADDRESS + " TENTATIVE", lab.global());
        lab.advance(2000);
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.advance(47_999);
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.advance(1);
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.advance(49_999);
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.advance(1);
        assertEquals("", lab.global());
    }

    @Test
    @Clause("RFC 4862 §5.5.4b")
    void aDeprecatedAddressStillReceives() {
        var lab = configured(7200, 50);
        lab.advance(60_000);
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("fe80::c").sourceMac(MAC_C));
        lab.carried("NA " + ADDRESS + " > fe80::c @" + MAC_C + " " + ADDRESS + " SO tlla " + MAC_A);
    }

    @Test
    @Clause("RFC 4862 §5.4.2d")
    void anAdvertisementToUsAloneIsActedOnAtOnceOneToAllAfterARandomDelay() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50).to(LINK_LOCAL, MAC_A));
        lab.advance(0);
        lab.carried("NS :: > ff02::1:ff00:101 " + ADDRESS + " nonce");
        lab.hears(router(1800).prefix("2001:db8:2::/64", "LA", 100, 50));
        lab.advance(0);
        lab.carried();
        lab.advance(1000);
        lab.carried("NS :: > ff02::1:ff00:101 2001:db8:2::ff:fe00:101 nonce");
    }

    /// The delay of what was told to all is up to a second.
    @Test
    @Clause("RFC 4862 §5.4.2e")
    void duringTheDelayTheCheckOfAnotherIsHeard() {
        var lab = new AddrconfLab(state, false, Map.of(), Extreme.LONGEST);
        lab.advance(2500);
        lab.forget();
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50));
        lab.advance(998);
        lab.carried();
        assertEquals(ADDRESS + " TENTATIVE", lab.global());
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("::"));
        assertEquals(ADDRESS + " DUPLICATE", lab.global());
        lab.advance(5000);
        lab.carried();
    }

    @Test
    @Clause({"RFC 4862 §5.5.3d", "RFC 4862 §5.5.3e"})
    void laterAdvertisementsSetTheLifetimes() {
        var lab = configured(100, 50);
        lab.hears(router(1800).prefix(PREFIX, "LA", 10 * HOUR, 5 * HOUR));
        assertEquals(10 * HOUR, lab.validSeconds(ADDRESS));
        lab.hears(router(1800).prefix(PREFIX, "LA", 10 * HOUR, 0));
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.hears(router(1800).prefix(PREFIX, "LA", 10 * HOUR, 60));
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.advance(60_000);
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
    }

    @Test
    @Clause({"RFC 4862 §5.5.3e", "RFC 4862 §5.5.3d"})
    void noAdvertisementEndsAnAddressWithinTwoHours() {
        var lab = configured(10 * HOUR, 5 * HOUR);
        lab.hears(router(1800).prefix(PREFIX, "LA", 0, 0));
        assertEquals(2 * HOUR, lab.validSeconds(ADDRESS));
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.advance(HOUR * 1000);
        lab.hears(router(1800).prefix(PREFIX, "LA", 0, 0));
        lab.hears(router(1800).prefix(PREFIX, "LA", 1800, 1800));
        assertEquals(HOUR, lab.validSeconds(ADDRESS));
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.advance(HOUR * 1000);
        assertEquals("", lab.global());
    }

    @Test
    void aLifetimeWithoutEndHasNone() {
        var lab = configured(NdOption.INFINITY, NdOption.INFINITY);
        lab.advance(Duration.ofDays(3650).toMillis());
        assertEquals(ADDRESS + " PREFERRED", lab.global());
    }

    @Test
    @Clause({"RFC 4862 §5.5.3a", "RFC 4862 §5.5.3c"})
    void aPrefixThatDoesNotFitMakesNoAddress() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800)
                .prefix(PREFIX, "L", 100, 50)
                .prefix("2001:db8:2::/63", "LA", 100, 50)
                .prefix("2001:db8:3::/64", "LA", 50, 100)
                .prefix("fe80::/64", "LA", 100, 50)
                .prefix("2001:db8:4::/64", "LA", 0, 0));
        assertEquals("", lab.global());
        assertEquals(4, lab.total("inaba.addrconf.prefixes-refused"));
    }

    @Test
    void anInvalidAdvertisementMakesNoAddress() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50).hopLimit(64));
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50).from("2001:db8::c"));
        assertEquals("", lab.global());
    }

    @Test
    void thereAreNoMoreAddressesThanConfigured() {
        var lab = new AddrconfLab(state, false, Map.of("max_addresses", 2));
        for (int i = 1; i <= 3; i++) {
            lab.hears(router(1800).prefix("2001:db8:" + i + "::/64", "LA", 100, 50));
        }
        lab.advance(3000);
        assertEquals("2001:db8:1::ff:fe00:101 PREFERRED, 2001:db8:2::ff:fe00:101 PREFERRED", lab.global());
    }

    @Test
    void aRouterFormsNoAddressesAndAsksNobody() {
        var lab = new AddrconfLab(state, true);
        lab.hears(router(1800).prefix(PREFIX, "LA", 100, 50));
        lab.advance(60_000);
        lab.carried(AddrconfLab.CHECK);
        assertEquals("", lab.global());
    }

    @Test
    @Clause({"RFC 4861 §6.3.7a", "RFC 4861 §6.3.7b", "RFC 4861 §6.3.7c", "RFC 4861 §6.3.7f", "RFC 7559 §2a"})
    void routersAreAskedOnceTheLinkLocalAddressIsThereAndEverMoreSlowly() {
        var lab = new AddrconfLab(state, false);
        lab.advance(2000);
        lab.carried(AddrconfLab.CHECK, ASKS);
        lab.advance(2999); // sent between 1 and 2 s, the next at least 4 s later
        lab.carried();
        lab.advance(40_000); // about 4, 8 and 16 s apart
        lab.carried(ASKS, ASKS, ASKS);
        lab.advance(Duration.ofDays(1).toMillis());
        int asked = NdText.of(lab.wire.carried()).size();
        assertTrue(asked > 24 && asked < 36, asked + " solicitations in a day");
    }

    @Test
    @Clause("RFC 7559 §2a")
    void thePausesBetweenQuestionsAreConfigurable() {
        var settings = Map.of("rtr_solicitation_interval_ms", 1000, "max_rtr_solicitation_interval_s", 4);
        var lab = new AddrconfLab(state, false, settings, Extreme.SHORTEST);
        lab.advance(0);
        lab.forget();
        var asked = new ArrayList<Integer>();
        for (int ms = 1; ms <= 15_000; ms++) {
            lab.advance(1);
            if (NdText.of(lab.wire.carried()).stream().anyMatch(text -> text.startsWith("RS"))) {
                asked.add(ms);
            }
        }
        // once the address is checked; then 1.9 times the pause, at most 0.9 of the longest
        assertEquals(List.of(1000, 2000, 3900, 7510, 11_110, 14_710), asked);
    }

    @Test
    @Clause({"RFC 4861 §6.3.7d", "RFC 7559 §2.1a", "RFC 7559 §2.1b"})
    void anAnswerEndsTheAsking() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(0)); // no default router
        lab.advance(5000);
        lab.carried(ASKS);
        lab.hears(router(1800));
        lab.advance(600_000);
        lab.carried();
    }

    @Test
    @Clause("RFC 4861 §6.3.7e")
    void anAdvertisementThatNobodyAskedForIsFollowedByOneQuestion() {
        var lab = new AddrconfLab(state, false);
        lab.hears(router(1800));
        lab.advance(600_000);
        lab.carried(AddrconfLab.CHECK, ASKS);
    }

    @Test
    @Clause("RFC 4861 §6.3.7g")
    void aLinkThatComesUpAgainOrTurnsHostAsksAgain() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800).sourceMac(MAC_C));
        lab.advance(10_000);
        lab.carried();
        lab.a.port("eth").carrier(false);
        lab.advance(0);
        lab.a.port("eth").carrier(true);
        lab.advance(2000);
        lab.carried(AddrconfLab.CHECK, ASKS);

        lab.a.engine().links().put(lab.link().withForwarding(true));
        lab.advance(600_000);
        lab.carried();
        lab.a.engine().links().put(lab.link().withForwarding(false));
        lab.advance(1000);
        lab.carried(ASKS);
    }

    @Test
    void aSuccessorKeepsTheAddressesAndDoesNotAskAgain() {
        var lab = configured(100, 50);
        lab.hears(NdFrame.routerAdvertisement(1800, 64, 0, 0).from("fe80::c").sourceMac(MAC_C));
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(Map.of()));
        lab.advance(10_000);
        lab.carried();
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.advance(50_000);
        assertEquals(ADDRESS + " DEPRECATED", lab.global());
        lab.advance(50_000);
        assertEquals("", lab.global());
    }

    @Test
    void aSuccessorWaitsForAnAnswerBeforeItAsksAgain() {
        var lab = AddrconfLab.ready(state);
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(Map.of()));
        lab.advance(3999);
        lab.carried();
        lab.advance(401);
        lab.carried(ASKS);
    }

    private AddrconfLab configured(long valid, long preferred) {
        var lab = AddrconfLab.ready(state);
        lab.hears(router(1800).prefix(PREFIX, "LA", valid, preferred));
        lab.advance(2000);
        assertEquals(ADDRESS + " PREFERRED", lab.global());
        lab.forget();
        return lab;
    }

    private static NdFrame router(int lifetime) {
        return NdFrame.routerAdvertisement(lifetime).from("fe80::c").from(MAC_C);
    }
}
