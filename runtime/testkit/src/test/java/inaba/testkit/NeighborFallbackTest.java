package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.neighbor.NeighborRow;
import inaba.api.table.Row;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine answers to solicitations while nobody else does, RFC 4861 §7.2.4.
class NeighborFallbackTest {
    private static final MacAddress SAID = MacAddress.parse("02:00:00:00:ff:01");
    private static final MacAddress KNOWN = MacAddress.parse("02:00:00:00:ff:02");
    private static final MacAddress FRAME = MacAddress.parse("02:00:00:00:ff:03");
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:01:01");

    private final Wire wire = new Wire();
    private final Lab lab;
    private final LabNode node;

    NeighborFallbackTest(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", true);
        node.link("lan", wire);
        node.address("lan", "fe80::1/64");
        lab.settle();
        wire.carried();
    }

    @Test
    void theAnswerGoesToTheMacThatTheSolicitationSays() {
        hears(NdFrame.neighborSolicitation("fe80::1").sourceMac(SAID));
        answers("NA fe80::1 > fe80::fffe @" + SAID + " fe80::1 RSO tlla " + OWN);
    }

    @Test
    void withoutOneItGoesToTheNeighborThatIsKnown() {
        node.engine()
                .neighbors()
                .put(new NeighborRow(
                        1,
                        Ipv6Address.parse("fe80::fffe"),
                        KNOWN,
                        NeighborRow.State.STALE,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
        hears(NdFrame.neighborSolicitation("fe80::1").to("fe80::1", OWN));
        answers("NA fe80::1 > fe80::fffe @" + KNOWN + " fe80::1 RSO tlla " + OWN);
    }

    @Test
    void aStrangersUnicastSolicitationIsAnsweredToItsFrame() {
        hears(NdFrame.neighborSolicitation("fe80::1").to("fe80::1", OWN).from(FRAME));
        answers("NA fe80::1 > fe80::fffe @" + FRAME + " fe80::1 RSO tlla " + OWN);
    }

    @Test
    void whoWantsAnAddressOfOursHearsThatItIsTaken() {
        hears(NdFrame.neighborSolicitation("fe80::1").from("::"));
        answers("NA fe80::1 > ff02::1 fe80::1 RO tlla " + OWN);
    }

    @Test
    void whatIsInvalidOrForOthersIsNotAnswered() { // RFC 4861 §7.1.1
        hears(NdFrame.neighborSolicitation("fe80::1").sourceMac(SAID).hopLimit(254));
        hears(NdFrame.neighborSolicitation("fe80::1").sourceMac(SAID).code(1));
        hears(NdFrame.neighborSolicitation("fe80::1").from("::").sourceMac(SAID));
        hears(NdFrame.neighborSolicitation("fe80::1").from("::").to("fe80::1", OWN));
        hears(NdFrame.neighborSolicitation("fe80::2").to("fe80::1", OWN).sourceMac(SAID));
        answers();
    }

    private void hears(NdFrame frame) {
        wire.inject(frame.bytes());
        lab.settle();
    }

    private void answers(String... expected) {
        var sent = wire.carried().stream()
                .filter(frame -> !frame.from().equals(MacAddress.ZERO))
                .toList();
        assertEquals(List.of(expected), NdText.of(sent));
    }
}
