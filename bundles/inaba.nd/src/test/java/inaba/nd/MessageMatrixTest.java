package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_B;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each message does to an entry in each state, with the real engine: `a` has an entry for fe80::b with MAC B, and
/// the message gives no MAC, the same, or another.
///
/// An INCOMPLETE entry that becomes STALE is DELAY at once, since the packet that waited is sent (§7.3.3).
class MessageMatrixTest {
    private static final List<String> FLAGS = List.of("", "S", "O", "SO");

    @TempDir
    Path state;

    /// The entry after an advertisement with no flag, with Solicited, with Override, with both; once as from a host and
    /// once as from a router.
    @ParameterizedTest(name = "{0}, MAC {1}")
    @CsvSource(delimiter = '|', textBlock = """
        INCOMPLETE  | none  | INCOMPLETE    | INCOMPLETE  | INCOMPLETE    | INCOMPLETE
        INCOMPLETE  | same  | DELAY B       | REACHABLE B | DELAY B       | REACHABLE B
        REACHABLE   | none  | REACHABLE B   | REACHABLE B | REACHABLE B   | REACHABLE B
        REACHABLE   | same  | REACHABLE B   | REACHABLE B | REACHABLE B   | REACHABLE B
        REACHABLE   | other | STALE B=      | STALE B=    | STALE C       | REACHABLE C
        STALE       | none  | STALE B       | REACHABLE B | STALE B       | REACHABLE B
        STALE       | same  | STALE B       | REACHABLE B | STALE B       | REACHABLE B
        STALE       | other | STALE B=      | STALE B=    | STALE C       | REACHABLE C
        DELAY       | none  | DELAY B       | REACHABLE B | DELAY B       | REACHABLE B
        DELAY       | same  | DELAY B       | REACHABLE B | DELAY B       | REACHABLE B
        DELAY       | other | DELAY B=      | DELAY B=    | STALE C       | REACHABLE C
        PROBE       | none  | PROBE B       | REACHABLE B | PROBE B       | REACHABLE B
        PROBE       | same  | PROBE B       | REACHABLE B | PROBE B       | REACHABLE B
        PROBE       | other | PROBE B=      | PROBE B=    | STALE C       | REACHABLE C
        UNREACHABLE | none  | UNREACHABLE B | REACHABLE B | UNREACHABLE B | REACHABLE B
        UNREACHABLE | same  | UNREACHABLE B | REACHABLE B | UNREACHABLE B | REACHABLE B
        UNREACHABLE | other | UNREACHABLE B= | UNREACHABLE B= | STALE C   | REACHABLE C
        """)
    @Clause({
        "RFC 4861 §7.2.5b",
        "RFC 4861 §7.2.5c",
        "RFC 4861 §7.2.5d",
        "RFC 4861 §7.2.5e",
        "RFC 4861 §7.2.5f",
        "RFC 4861 §7.2.5g",
        "RFC 4861 §7.3.1c",
        "RFC 7048 §3f"
    })
    void advertisements(String before, String mac, String none, String s, String o, String both) {
        var expected = List.of(none, s, o, both);
        for (boolean router : List.of(false, true)) {
            for (int i = 0; i < FLAGS.size(); i++) {
                var lab = in(before, before + mac + FLAGS.get(i) + router);
                var frame = NdFrame.neighborAdvertisement("fe80::b", (router ? "R" : "") + FLAGS.get(i));
                if (FLAGS.get(i).contains("S")) {
                    frame.to("fe80::a", MAC_A);
                }
                switch (mac) {
                    case "same" -> frame.targetMac(MAC_B);
                    case "other" -> frame.targetMac(MAC_C);
                    default -> {}
                }
                lab.hears(frame);
                // "=" marks what must not change in any other way, so that R says nothing either (§7.2.5 I)
                boolean flagged = router && !expected.get(i).endsWith("=");
                assertEquals(
                        macs(expected.get(i).replace("=", "")) + (flagged ? " router" : ""),
                        lab.state(lab.a, "fe80::b"),
                        FLAGS.get(i) + (router ? " R" : ""));
                boolean useless = before.equals("INCOMPLETE") && mac.equals("none");
                assertEquals(useless ? 1 : 0, lab.total(lab.a, "inaba.nd.no-link-address"));
                assertEquals(0, lab.a.exceptions());
            }
        }
    }

    /// The entry after a message that gives the sender's MAC: NS and RS say nothing of its being a router or that it is
    /// none, RA says that it is one.
    @ParameterizedTest(name = "{0} in {1}, MAC {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        NS | none        | none  | none
        NS | none        | same  | STALE B
        NS | INCOMPLETE  | same  | STALE B
        NS | REACHABLE   | none  | REACHABLE B
        NS | REACHABLE   | same  | REACHABLE B
        NS | REACHABLE   | other | STALE C
        NS | STALE       | same  | STALE B
        NS | STALE       | other | STALE C
        NS | DELAY       | same  | DELAY B
        NS | DELAY       | other | STALE C
        NS | PROBE       | same  | PROBE B
        NS | PROBE       | other | STALE C
        RA | none        | none  | none
        RA | none        | same  | STALE B router
        RA | INCOMPLETE  | none  | INCOMPLETE router
        RA | INCOMPLETE  | same  | DELAY B router
        RA | REACHABLE   | none  | REACHABLE B router
        RA | REACHABLE   | same  | REACHABLE B router
        RA | REACHABLE   | other | STALE C router
        RA | STALE       | none  | STALE B router
        RA | STALE       | same  | STALE B router
        RA | STALE       | other | STALE C router
        RA | DELAY       | none  | DELAY B router
        RA | DELAY       | same  | DELAY B router
        RA | DELAY       | other | STALE C router
        RA | PROBE       | none  | PROBE B router
        RA | PROBE       | same  | PROBE B router
        RA | PROBE       | other | STALE C router
        """)
    @Clause({
        "RFC 4861 §7.2.3b",
        "RFC 4861 §7.2.3c",
        "RFC 4861 §7.2.3d",
        "RFC 4861 §7.2.3e",
        "RFC 4861 §6.3.4i",
        "RFC 4861 §6.3.4j",
        "RFC 4861 §6.3.4k",
        "RFC 4861 §7.3.1c"
    })
    void solicitationsAndRouterAdvertisements(String message, String before, String mac, String after) {
        var lab = in(before, message + before + mac);
        // A solicitation is answered, so that an entry that became STALE is used at once.
        var frame = message.equals("NS")
                ? NdFrame.neighborSolicitation("fe80::a").from("fe80::b")
                : NdFrame.routerAdvertisement(1800).from("fe80::b");
        withSource(frame, mac);
        lab.hears(frame);
        assertEquals(0, lab.a.exceptions());
        String got = lab.state(lab.a, "fe80::b");
        boolean answered = message.equals("NS") && macs(after).startsWith("STALE");
        assertEquals(answered ? macs(after).replace("STALE", "DELAY") : unanswered(message, after), got);
    }

    @ParameterizedTest(name = "RS in {0}, MAC {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        none       | none  | none
        none       | same  | STALE B
        INCOMPLETE | same  | DELAY B
        INCOMPLETE | none  | INCOMPLETE
        REACHABLE  | none  | REACHABLE B
        REACHABLE  | same  | REACHABLE B
        REACHABLE  | other | STALE C
        STALE      | same  | STALE B
        STALE      | other | STALE C
        DELAY      | same  | DELAY B
        DELAY      | other | STALE C
        PROBE      | same  | PROBE B
        PROBE      | other | STALE C
        """)
    @Clause({"RFC 4861 §6.2.6f", "RFC 4861 §6.2.6g", "RFC 4861 §6.2.6h"})
    void routerSolicitations(String before, String mac, String after) {
        var lab = in(before, "RS" + before + mac, true);
        if (lab.neighbor(lab.a, "fe80::b") != null) {
            lab.hears(NdFrame.routerAdvertisement(1800).from("fe80::b")); // a router, as far as anybody knows
        }
        var frame = NdFrame.routerSolicitation().from("fe80::b");
        withSource(frame, mac);
        lab.hears(frame);
        assertEquals(0, lab.a.exceptions());
        assertEquals(macs(after), lab.state(lab.a, "fe80::b"));
    }

    @ParameterizedTest(name = "Redirect to {0}, MAC {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        none       | none  | none
        none       | same  | STALE B router
        INCOMPLETE | none  | INCOMPLETE router
        INCOMPLETE | same  | DELAY B router
        REACHABLE  | none  | REACHABLE B router
        REACHABLE  | same  | REACHABLE B router
        REACHABLE  | other | STALE C router
        STALE      | none  | STALE B router
        STALE      | same  | STALE B router
        STALE      | other | STALE C router
        DELAY      | none  | DELAY B router
        DELAY      | same  | DELAY B router
        DELAY      | other | STALE C router
        PROBE      | none  | PROBE B router
        PROBE      | same  | PROBE B router
        PROBE      | other | STALE C router
        """)
    @Clause({"RFC 4861 §8.3a", "RFC 4861 §8.3c", "RFC 4861 §8.3d", "RFC 4861 §8.3e", "RFC 4861 §8.3g"})
    void redirects(String before, String mac, String after) {
        var lab = in(before, "Redirect" + before + mac);
        lab.route(lab.a, "::/0", "fe80::f");
        var frame = NdFrame.redirect("fe80::b", "2001:db8:9::9").from("fe80::f");
        switch (mac) {
            case "same" -> frame.targetMac(MAC_B);
            case "other" -> frame.targetMac(MAC_C);
            default -> {}
        }
        lab.hears(frame);
        assertEquals(macs(after), lab.state(lab.a, "fe80::b"));
    }

    private static String unanswered(String message, String after) {
        boolean delivered = message.equals("NS") && after.equals("none");
        return delivered ? "INCOMPLETE" : macs(after); // its MAC is sought to answer it, §7.2.4
    }

    private static void withSource(NdFrame frame, String mac) {
        switch (mac) {
            case "same" -> frame.sourceMac(MAC_B);
            case "other" -> frame.sourceMac(MAC_C);
            default -> {}
        }
    }

    private static String macs(String entry) {
        return entry.replace(" B", " " + MAC_B).replace(" C", " " + MAC_C);
    }

    private NdLab in(String entry, String folder) {
        return in(entry, folder, false);
    }

    /// A lab whose `a` has an entry for fe80::b in that state, while `b` hears nothing more.
    private NdLab in(String entry, String folder, boolean forwarding) {
        var lab = new NdLab(state.resolve(folder), forwarding);
        if (entry.equals("none")) {
            return silent(lab);
        }
        if (entry.equals("INCOMPLETE")) {
            silent(lab).send(lab.a, "fe80::a", "fe80::b");
            return expect(lab, "INCOMPLETE");
        }
        lab.send(lab.a, "fe80::a", "fe80::b");
        var waits = new ArrayList<Long>();
        Stream.of("STALE", "DELAY", "PROBE", "UNREACHABLE")
                .takeWhile(state -> !entry.equals("REACHABLE"))
                .forEach(state -> {
                    if (waits.isEmpty() || !lab.state(lab.a, "fe80::b").startsWith(entry)) {
                        next(lab, state);
                        waits.add(0L);
                    }
                });
        silent(lab);
        return expect(lab, entry + " " + MAC_B);
    }

    private static void next(NdLab lab, String state) {
        silent(lab);
        switch (state) {
            case "STALE" -> lab.advance(45_000);
            case "DELAY" -> lab.send(lab.a, "fe80::a", "fe80::b");
            case "PROBE" -> lab.advance(5_000);
            default -> lab.advance(3_000);
        }
    }

    private static NdLab silent(NdLab lab) {
        lab.wire.loses(frame -> frame.from().equals(MAC_A));
        return lab;
    }

    private static NdLab expect(NdLab lab, String entry) {
        assertEquals(entry, lab.state(lab.a, "fe80::b"));
        return lab;
    }
}
