package inaba.conformance.node;

import static inaba.conformance.node.Laboratory.NUT;
import static inaba.conformance.node.Laboratory.NUT_LOCAL;
import static inaba.conformance.node.Laboratory.TN1;
import static inaba.conformance.node.Laboratory.TN1_LOCAL;
import static inaba.conformance.node.Laboratory.TR1;
import static inaba.conformance.node.Laboratory.advertisement;
import static inaba.conformance.node.Laboratory.answer;
import static inaba.conformance.node.Laboratory.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.ra.Ra6Command;
import inaba.testkit.TypedCall;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A router on a link, as its hosts and the routers beside it see it.
class RouterTest {
    @TempDir
    Path state;

    @Test
    @Clause("RFC 4861 §7.2.4c")
    void aRouterSaysThatItIsOneAndAsksForNone() {
        var lab = Laboratory.router(state);
        lab.hears(NdFrame.neighborSolicitation(NUT).from(TN1).from(mac(TN1)).sourceMac(mac(TN1)))
                .expect("NA nut RSO > tn1 @TN1");
        lab.seconds(60);
        assertTrue(lab.sent().stream().noneMatch(sent -> sent.text().equals("RS")));
    }

    /// Only a valid solicitation is answered, within half a second.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "valid",
                "hop limit 254",
                "wrong checksum",
                "code 1",
                "too short",
                "option of length zero",
                "unspecified with MAC"
            })
    @Clause({"RFC 4861 §6.1.1a", "RFC 4861 §6.2.6b"})
    void aRouterSolicitationIsAnsweredIfItIsValid(String what) throws CommandException {
        var lab = advertising();
        var frame = NdFrame.routerSolicitation().from("::").from(mac(TN1));
        switch (what) {
            case "hop limit 254" -> frame.hopLimit(254);
            case "wrong checksum" -> frame.damaged();
            case "code 1" -> frame.code(1);
            case "too short" -> frame.without(1);
            case "option of length zero" -> frame.raw(1, 0, 0, 0, 0, 0, 0, 0);
            case "unspecified with MAC" -> frame.sourceMac(mac(TN1));
            default -> {}
        }
        lab.hears(frame).advance(Duration.ofMillis(500));
        if (what.equals("valid")) {
            lab.expect("RA > ff02::1");
        } else {
            lab.expect();
        }
    }

    /// What a solicitation makes of its sender's entry; a sender that is thought a router is one no more.
    @ParameterizedTest(name = "{0}, from {1}: {2}")
    @CsvSource({
        "none,        TN1,   STALE TN1",
        "none,        none,  none",
        "INCOMPLETE,  none,  INCOMPLETE",
        "INCOMPLETE,  TN1,   DELAY TN1",
        "REACHABLE,   none,  REACHABLE TN1",
        "REACHABLE,   TN1,   REACHABLE TN1",
        "REACHABLE,   OTHER, STALE OTHER",
        "PROBE,       none,  PROBE TN1",
        "PROBE,       TN1,   PROBE TN1",
        "PROBE,       OTHER, STALE OTHER",
        "UNREACHABLE, none,  UNREACHABLE TN1",
        "UNREACHABLE, TN1,   UNREACHABLE TN1",
        "UNREACHABLE, OTHER, STALE OTHER",
    })
    @Clause({"RFC 4861 §6.2.6f", "RFC 4861 §6.2.6g", "RFC 4861 §6.2.6h"})
    void aSolicitationMakesAnEntryOfAHost(String before, String station, String after) {
        var lab = Laboratory.router(state);
        if (before.equals("INCOMPLETE")) {
            lab.pinged(TN1_LOCAL, "TN1");
        } else if (!before.equals("none")) {
            lab.pinged(TN1_LOCAL, "TN1").hears(answer(TN1_LOCAL, "RSO", NUT_LOCAL));
            assertEquals("REACHABLE TN1 router", lab.state(TN1_LOCAL));
            if (!before.equals("REACHABLE")) {
                lab.seconds(46).pinged(TN1_LOCAL, "TN1").seconds(before.equals("PROBE") ? 5 : 8);
            }
        }
        var frame = NdFrame.routerSolicitation().from(TN1_LOCAL).from(mac("TN1"));
        if (!station.equals("none")) {
            frame.sourceMac(mac(station));
        }
        lab.hears(frame);
        assertEquals(after, lab.state(TN1_LOCAL));
    }

    @Test
    @Clause({"RFC 4861 §6.2.4c", "RFC 4861 §6.2.5", "RFC 4861 §6.2.2a"})
    void nothingIsAdvertisedUnlessAPersonAsksForItAndTheEndIsSaid() throws CommandException {
        var lab = Laboratory.router(state);
        lab.hears(NdFrame.routerSolicitation().from("::")).seconds(3_600);
        assertTrue(lab.sent().stream().noneMatch(sent -> sent.text().startsWith("RA")));
        type(lab, "set lan on");
        lab.expect("RA > ff02::1").seconds(16).expect("RA > ff02::1");
        type(lab, "set lan off");
        lab.seconds(60).expect("RA > ff02::1", "RA > ff02::1", "RA > ff02::1");
        lab.seconds(3_600).expect();
    }

    /// A router learns neither routers nor prefixes nor parameters from others, and no Redirect moves it.
    @Test
    @Clause({"RFC 4861 §8.2e", "RFC 4861 §6.2.7a"})
    void aRouterListensToNoOther() {
        var lab = Laboratory.router(state);
        int routes = lab.node().engine().routes().size();
        lab.hears(advertisement(TR1, 1800, 15, 1_000, 5_000).prefix("2001:db8:9::/64", "LA", 3600, 3600));
        assertEquals(routes, lab.node().engine().routes().size());
        assertEquals(0, lab.node().engine().parameters().size());
        assertEquals("STALE TR1 router", lab.state(TR1));
        lab.hears(NdFrame.redirect(Laboratory.TR2, Laboratory.TN2).from(TR1).to(NUT, Sent.NUT_MAC));
        assertEquals(routes, lab.node().engine().routes().size());
        assertEquals("none", lab.state(Laboratory.TR2));
    }

    private Laboratory advertising() throws CommandException {
        var lab = Laboratory.router(state);
        type(lab, "set lan on");
        return lab.seconds(120).forget();
    }

    private static void type(Laboratory lab, String words) throws CommandException {
        TypedCall.type(new Ra6Command(lab.node().engine()), words);
        lab.advance(Duration.ZERO);
    }
}
