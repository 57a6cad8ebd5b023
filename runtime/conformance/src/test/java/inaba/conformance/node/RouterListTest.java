package inaba.conformance.node;

import static inaba.conformance.node.Laboratory.NUT;
import static inaba.conformance.node.Laboratory.NUT_LOCAL;
import static inaba.conformance.node.Laboratory.TN1;
import static inaba.conformance.node.Laboratory.TN2;
import static inaba.conformance.node.Laboratory.TR1;
import static inaba.conformance.node.Laboratory.TR2;
import static inaba.conformance.node.Laboratory.TR3;
import static inaba.conformance.node.Laboratory.advertisement;
import static inaba.conformance.node.Laboratory.answer;
import static inaba.conformance.node.Laboratory.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.nd.RouterPreference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host does of Router Advertisements and Redirects, seen by the way that its replies take.
class RouterListTest {
    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §6.3.7a", "RFC 7559 §2a"})
    void aHostAsksForRoutersUntilOneAnswers() {
        var lab = Laboratory.fresh(state).seconds(3);
        assertEquals(1, lab.sent().stream().filter(s -> s.text().equals("RS")).count());
        lab.seconds(20);
        assertEquals(2, lab.sent().stream().filter(s -> s.text().equals("RS")).count());
        lab.hears(advertisement(TR1, 9000)).seconds(8_000);
        assertEquals(List.of(), lab.sent());
    }

    @Test
    @Clause({"RFC 4861 §6.3.4b", "RFC 4861 §6.3.4f"})
    void theHopLimitOfRepliesIsTheOneAdvertised() {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        assertEquals(64, hops(lab));
        lab.hears(advertisement(TR1, 1800, 15, 0, 0));
        assertEquals(15, hops(lab));
        lab.hears(advertisement(TR1, 1800, 0, 0, 0));
        assertEquals(15, hops(lab), "unspecified");
        lab.hears(advertisement(TR1, 1800, 255, 0, 0));
        assertEquals(255, hops(lab));
    }

    private static int hops(Laboratory lab) {
        return lab.pinged(TN2, "TR1").sent().getFirst().ip().hopLimit();
    }

    @Test
    @Clause({"RFC 4861 §6.3.4c", "RFC 4861 §6.3.4d", "RFC 4861 §6.3.5b"})
    void aRouterServesAsLongAsItsLifetime() {
        var lab = Laboratory.host(state).hears(advertisement(TR1, 30)).knows(TR1, "RSO");
        lab.seconds(20).hears(advertisement(TR1, 30));
        lab.seconds(29).pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR1", lab.sent().getLast().text());
        lab.seconds(1).forget().pinged(TN2, "TR1").expect();
        lab.hears(advertisement(TR1, 30)).pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR1", lab.sent().getLast().text());
        lab.hears(advertisement(TR1, 0)).forget().pinged(TN2, "TR1").expect();
    }

    @Test
    @Clause({"RFC 4861 §6.3.4f", "RFC 4861 §6.3.4g"})
    void timersOfTheLinkAreThoseAdvertised() {
        var lab = Laboratory.host(state)
                .hears(advertisement(TR1, 1800, 0, 10_000, 3_000))
                .knows(TN1, "SO");
        lab.advance(Duration.ofMillis(4_999));
        assertEquals("REACHABLE TN1", lab.state(TN1), "half of 10 s at least");
        lab.seconds(11);
        assertEquals("STALE TN1", lab.state(TN1), "one and a half of 10 s at most");
        lab.forget().pinged(TN1, "TN1").expect("reply > tn1 @TN1");
        lab.seconds(5).expect("NS tn1 @TN1");
        lab.advance(Duration.ofMillis(2_999)).expect();
        lab.advance(Duration.ofMillis(1)).expect("NS tn1 @TN1");
        lab.hears(advertisement(TR1, 1800, 0, 0, 1_000))
                .advance(Duration.ofMillis(2_999))
                .expect();
        lab.advance(Duration.ofMillis(1)).expect("NS tn1 @TN1"); // the pause that had begun
    }

    @Test
    @Clause({"RFC 4861 §6.3.6a", "RFC 4861 §7.3.3b", "RFC 4191 §3.2b"})
    void aRouterThatFallsSilentIsLeftForAnother() {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        lab.hears(advertisement(TR2, 1800).preference(RouterPreference.LOW)).forget();
        lab.pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        lab.seconds(46).pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        lab.seconds(5).expect("NS tr1 @TR1");
        lab.seconds(3).forget().pinged(TN2, "TR1").expect("NS tr1 @TR1", "reply > tn2 @TR2"); // is it back?
        lab.hears(answer(TR1, "RSO", NUT_LOCAL)).pinged(TN2, "TR1").expect("reply > tn2 @TR1");
    }

    @Test
    @Clause({"RFC 4191 §3.2a", "RFC 4191 §3.3a"})
    void preferencesAndMoreSpecificRoutesDecideAmongRouters() {
        var lab = Laboratory.host(state).hears(ofPrefix(TR1, 1800)).hears(ofPrefix(TR2, 1800));
        lab.hears(ofPrefix(TR2, 1800).preference(RouterPreference.HIGH)).pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR2", lab.sent().getFirst().text());
        lab.hears(ofPrefix(TR3, 0).route("2001:db8:2::/48", RouterPreference.LOW, 2))
                .pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR3", lab.sent().getFirst().text());
        lab.seconds(2).forget().pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR2", lab.sent().getFirst().text());
    }

    /// A router of our prefix: RFC 8028 §3.2 leaves all others aside.
    private static NdFrame ofPrefix(String router, int lifetime) {
        return advertisement(router, lifetime).prefix(Laboratory.PREFIX, "LA", 86_400, 43_200);
    }

    @Test
    @Clause({"RFC 4861 §8.3a", "RFC 4861 §8.3c", "RFC 4861 §8.3f", "RFC 4861 §8.1d"})
    void aHostIsRedirectedAndRedirectedAgain() {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        lab.pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        lab.hears(redirect(TR1, TR2).targetMac(mac(TR2))).pinged(TN2, "TR1").expect("reply > tn2 @TR2");
        assertEquals("DELAY TR2 router", lab.state(TR2));
        lab.hears(redirect(TR1, TR3).targetMac(mac(TR3))).pinged(TN2, "TR1").expect("reply > tn2 @TR2");
        lab.hears(redirect(TR2, TR3).targetMac(mac(TR3))).pinged(TN2, "TR1").expect("reply > tn2 @TR3");
        lab.hears(redirect(TR3, TN2).targetMac(mac(TN1))).pinged(TN2, "TR1").expect("reply > tn2 @TN1");
        assertEquals("DELAY TN1", lab.state(TN2));
    }

    /// The address of the destination is asked for where the Redirect names no MAC.
    @Test
    @Clause({"RFC 4861 §8.3a", "RFC 4861 §8.3f"})
    void aRedirectToTheLinkWithoutMacIsFollowedByAQuestion() {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        lab.hears(redirect(TR1, TN2)).pinged(TN2, "TR1").expect("NS tn2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "global source",
                "not the first hop",
                "hop limit",
                "checksum",
                "code",
                "length",
                "group",
                "option of length zero",
                "global target"
            })
    @Clause("RFC 4861 §8.1a")
    void aRedirectThatIsInvalidChangesNothing(String fault) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        var frame = redirect(TR1, TR2).targetMac(mac(TR2));
        switch (fault) {
            case "global source" -> frame.from("2001:db8:1::b1");
            case "not the first hop" -> frame.from(TR3);
            case "hop limit" -> frame.hopLimit(254);
            case "checksum" -> frame.damaged();
            case "code" -> frame.code(1);
            case "length" -> frame = redirect(TR1, TR2).without(1);
            case "group" -> frame = NdFrame.redirect(TR2, "ff1e::1").from(TR1).targetMac(mac(TR2));
            case "option of length zero" -> frame.raw(9, 0, 0, 0, 0, 0, 0, 0);
            default -> frame = NdFrame.redirect("2001:db8:1::b2", TN2).from(TR1).targetMac(mac(TR2));
        }
        lab.hears(frame).pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        assertEquals("none", lab.state(TR2));
    }

    /// Reserved bits and options that are not known say nothing (§8.1).
    @ParameterizedTest
    @ValueSource(strings = {"reserved", "unknown option"})
    @Clause("RFC 4861 §8.1b")
    void whatIsReservedOrUnknownDoesNotMakeARedirectInvalid(String what) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        var frame = redirect(TR1, TR2).targetMac(mac(TR2));
        if (what.equals("reserved")) {
            frame.reserved(-1);
        } else {
            frame.raw(0xfe, 1, 0, 0, 0, 0, 0, 0);
        }
        lab.hears(frame).pinged(TN2, "TR1").expect("reply > tn2 @TR2");
    }

    private static NdFrame redirect(String from, String target) {
        return NdFrame.redirect(target, TN2).from(from).from(mac(from)).to(NUT, Sent.NUT_MAC);
    }

    /// What an advertisement says of its sender's MAC, by the state of its entry; it is a router in any case.
    @ParameterizedTest(name = "{0}, from {1}: {2}")
    @CsvSource({
        "none,        TR1,   STALE TR1 router",
        "none,        none,  none",
        "INCOMPLETE,  TR1,   DELAY TR1 router",
        "INCOMPLETE,  none,  INCOMPLETE router",
        "REACHABLE,   OTHER, STALE OTHER router",
        "REACHABLE,   TR1,   REACHABLE TR1 router",
        "PROBE,       OTHER, STALE OTHER router",
        "PROBE,       none,  PROBE TR1 router",
        "UNREACHABLE, none,  UNREACHABLE TR1 router",
        "UNREACHABLE, TR1,   UNREACHABLE TR1 router",
        "UNREACHABLE, OTHER, STALE OTHER router",
    })
    @Clause({"RFC 4861 §6.3.4i", "RFC 4861 §6.3.4j", "RFC 4861 §6.3.4k"})
    void anAdvertisementMakesItsSenderARouter(String before, String station, String after) {
        var lab = Laboratory.alone(state);
        if (before.equals("INCOMPLETE")) {
            lab.pinged(TR1, "TR1");
        } else if (!before.equals("none")) {
            lab.knows(TR1, "SO");
            long wait = before.equals("REACHABLE") ? 0 : 46;
            lab.seconds(wait);
            if (wait > 0) {
                lab.pinged(TR1, "TR1").seconds(before.equals("PROBE") ? 5 : 8);
            }
        }
        var frame = NdFrame.routerAdvertisement(1800).from(TR1).from(mac(TR1));
        if (!station.equals("none")) {
            frame.sourceMac(mac(station));
        }
        lab.hears(frame);
        assertEquals(after, lab.state(TR1));
    }
}
