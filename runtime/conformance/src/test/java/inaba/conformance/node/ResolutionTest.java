package inaba.conformance.node;

import static inaba.conformance.node.Laboratory.NUT;
import static inaba.conformance.node.Laboratory.NUT_LOCAL;
import static inaba.conformance.node.Laboratory.TN1;
import static inaba.conformance.node.Laboratory.TN1_LOCAL;
import static inaba.conformance.node.Laboratory.TN2;
import static inaba.conformance.node.Laboratory.TR1;
import static inaba.conformance.node.Laboratory.advertisement;
import static inaba.conformance.node.Laboratory.answer;
import static inaba.conformance.node.Laboratory.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Address resolution and unreachability detection as one exchange each: the neighbour is the peer of echo requests.
class ResolutionTest {
    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4861 §7.2.2e", "RFC 4861 §7.2.2d", "RFC 4861 §7.2.2b"})
    void aNeighborIsAskedForThreeTimesASecondApart() {
        var lab = Laboratory.alone(state).pinged(TN1_LOCAL, "TN1").expect("NS tn1-local");
        lab.advance(Duration.ofMillis(999)).expect();
        lab.advance(Duration.ofMillis(1)).expect("NS tn1-local");
        lab.seconds(1).expect("NS tn1-local");
        lab.seconds(60).expect();
        lab.pinged(TN1_LOCAL, "TN1").expect("NS tn1-local");
        lab.hears(answer(TN1_LOCAL, "SO", NUT_LOCAL)).expect("reply > tn1-local @TN1");
    }

    @Test
    @Clause({"RFC 4861 §7.2.2c", "RFC 4861 §7.2.2d"})
    void repliesWaitForEachNeighborByItself() {
        var lab = Laboratory.host(state);
        lab.pinged(TN1, "TN1").pinged(TN1_LOCAL, "TN1").pinged(TN1, "TN1").expect("NS tn1", "NS tn1-local");
        lab.hears(answer(TN1_LOCAL, "SO", NUT_LOCAL)).expect("reply > tn1-local @TN1");
        lab.hears(answer(TN1, "SO", NUT)).expect("reply > tn1 @TN1", "reply > tn1 @TN1");
    }

    /// RFC 7048 §3: multicast solicitations follow the three to the neighbour alone, while packets are sent.
    @Test
    @Clause({"RFC 4861 §7.3.3c", "RFC 4861 §7.3.3d", "RFC 7048 §3b"})
    void aNeighborThatFallsSilentIsAskedAfterFiveSecondsThreeTimes() {
        var lab = Laboratory.host(state).knows(TN1, "SO").seconds(46);
        assertEquals("STALE TN1", lab.state(TN1));
        lab.pinged(TN1, "TN1").expect("reply > tn1 @TN1");
        lab.advance(Duration.ofMillis(4_999)).expect();
        lab.advance(Duration.ofMillis(1)).expect("NS tn1 @TN1");
        lab.seconds(1).expect("NS tn1 @TN1");
        lab.seconds(1).expect("NS tn1 @TN1");
        lab.seconds(1).expect("NS tn1");
        assertEquals("UNREACHABLE TN1", lab.state(TN1));
        lab.hears(answer(TN1, "S", NUT)).pinged(TN1, "TN1").expect("reply > tn1 @TN1");
        assertEquals("REACHABLE TN1", lab.state(TN1));
    }

    /// What a solicitation of TN1, in each of its forms, makes of an entry that is known; it is always answered.
    @ParameterizedTest(name = "{0}, {1}, from {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        REACHABLE | multicast | TN1   | REACHABLE TN1
        REACHABLE | multicast | OTHER | DELAY OTHER
        REACHABLE | unicast   | TN1   | REACHABLE TN1
        REACHABLE | unicast   | OTHER | DELAY OTHER
        REACHABLE | unicast   | none  | REACHABLE TN1
        STALE     | multicast | TN1   | DELAY TN1
        STALE     | multicast | OTHER | DELAY OTHER
        STALE     | unicast   | none  | DELAY TN1
        PROBE     | multicast | TN1   | PROBE TN1
        PROBE     | multicast | OTHER | DELAY OTHER
        PROBE     | unicast   | none  | PROBE TN1
        """)
    @Clause({"RFC 4861 §7.2.3c", "RFC 4861 §7.2.3d", "RFC 4861 §7.2.4a", "RFC 4861 §7.2.4d"})
    void aSolicitationIsAnsweredInWhicheverState(String before, String to, String station, String after) {
        var lab = Laboratory.host(state).knows(TN1, "SO");
        if (!before.equals("REACHABLE")) {
            lab.seconds(46);
        }
        if (before.equals("PROBE")) {
            lab.pinged(TN1, "TN1").seconds(5);
        }
        lab.forget();
        var frame = NdFrame.neighborSolicitation(NUT).from(TN1);
        String by = station.equals("none") ? "TN1" : station;
        frame.from(mac(by));
        if (!station.equals("none")) {
            frame.sourceMac(mac(station));
        }
        if (to.equals("unicast")) {
            frame.to(NUT, Sent.NUT_MAC);
        }
        lab.hears(frame).expect("NA nut SO > tn1 @" + by);
        assertEquals(after, lab.state(TN1));
    }

    /// A router says by whichever advertisement that it is none any more, and is left at once; a packet for which there
    /// is no other is not sent.
    @ParameterizedTest(name = "flags {0}, MAC {1}")
    @CsvSource({
        "-, none",
        "S, none",
        "O, none",
        "SO, none",
        "-, same",
        "S, same",
        "O, same",
        "SO, same",
        "O, other",
        "SO, other"
    })
    @Clause("RFC 4861 §7.2.5h")
    void aRouterThatIsNoneAnyMoreIsLeft(String flags, String station) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        lab.pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        var frame = NdFrame.neighborAdvertisement(TR1, flags).from(mac(TR1));
        if (flags.contains("S")) {
            frame.to(NUT_LOCAL, Sent.NUT_MAC);
        }
        if (!station.equals("none")) {
            frame.targetMac(mac(station.equals("same") ? "TR1" : "OTHER"));
        }
        lab.hears(frame);
        lab.pinged(TN2, "TR1").seconds(4).expect();
        lab.hears(advertisement(TR1, 1800)).pinged(TN2, "TR1");
        assertEquals("reply > tn2 @TR1", lab.sent().getFirst().text());
    }

    /// §7.2.5 I: where Override is clear, another MAC says nothing of the entry but that it is in doubt.
    @ParameterizedTest
    @ValueSource(strings = {"-", "S"})
    @Clause({"RFC 4861 §7.2.5d", "RFC 4861 §7.2.5e"})
    void anAdvertisementThatIsIgnoredTakesNoRouterAway(String flags) {
        var lab = Laboratory.host(state).knows(TR1, "RSO");
        var frame = NdFrame.neighborAdvertisement(TR1, flags).from(mac("OTHER")).targetMac(mac("OTHER"));
        if (flags.contains("S")) {
            frame.to(NUT_LOCAL, Sent.NUT_MAC);
        }
        lab.hears(frame).pinged(TN2, "TR1").expect("reply > tn2 @TR1");
        assertEquals("DELAY TR1 router", lab.state(TR1));
    }

    /// RFC 5942 §4: neither a message from an address nor its solicitation makes it on-link.
    @Test
    @Clause({"RFC 5942 §4c", "RFC 4861 §5.2a"})
    void withoutAnOnLinkPrefixPacketsGoToTheRouter() {
        var lab = Laboratory.alone(state).hears(advertisement(TR1, 1800).prefix(Laboratory.PREFIX, "A", 3600, 3600));
        lab.seconds(3).knows(TR1, "RSO");
        lab.pinged(TN1, NUT, "TN1").expect("reply > tn1 @TR1");
        lab.hears(advertisement(TR1, 1800).prefix(Laboratory.PREFIX, "LA", 3600, 3600));
        lab.pinged(TN1, NUT, "TN1").expect("NS tn1");
        lab.hears(answer(TN1, "SO", NUT)).expect("reply > tn1 @TN1");
    }
}
