package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.MAC_A;
import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is heard of an address while it is checked, and what is left of the address: RFC 4862 §5.4.1 to §5.4.4. In no
/// case is anything answered.
class DadValidityTest {
    private static final String ADDRESS = "2001:db8::1";
    private static final Map<String, ?> SILENT = Map.of("solicit_routers", false);
    private static final int SHORTER = 16; // with a MAC option of 8, still less than the fixed part

    @TempDir
    Path state;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        NS                          | DUPLICATE
        NS with reserved bits       | DUPLICATE
        NS with an unknown option   | DUPLICATE
        NS with hop limit 254       | PREFERRED
        NS with a wrong checksum    | PREFERRED
        NS with code 1              | PREFERRED
        NS too short                | PREFERRED
        NS with an empty option     | PREFERRED
        NS with a source MAC        | PREFERRED
        NS in a fragment            | PREFERRED
        NS to all nodes             | PREFERRED
        NS to the address           | PREFERRED
        NS of another target        | PREFERRED
        NS from a unicast address   | PREFERRED
        NA                          | DUPLICATE
        NA without MAC              | DUPLICATE
        NA of a router              | DUPLICATE
        NA without override         | DUPLICATE
        NA with an unknown option   | DUPLICATE
        NA with hop limit 254       | PREFERRED
        NA with a wrong checksum    | PREFERRED
        NA with code 1              | PREFERRED
        NA too short                | PREFERRED
        NA with an empty option     | PREFERRED
        NA in a fragment            | PREFERRED
        NA solicited, to all nodes  | PREFERRED
        NA to the address           | PREFERRED
        NA of another target        | PREFERRED
        """)
    @Clause({
        "RFC 4862 §5.4.1a",
        "RFC 4862 §5.4.3a",
        "RFC 4862 §5.4.3b",
        "RFC 4862 §5.4.3c",
        "RFC 4862 §5.4.4a",
        "RFC 4862 §5.4c"
    })
    void eachMessage(String message, String expected) {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(500);
        lab.hears(message(message));
        assertEquals(1, lab.wire.carried().size()); // the message, and no answer
        lab.advance(500);
        assertEquals(expected, lab.state(ADDRESS));
        lab.forget();
        lab.advance(5000);
        if (expected.equals("DUPLICATE")) {
            lab.carried();
        }
    }

    private static NdFrame message(String text) {
        boolean solicitation = text.startsWith("NS");
        String target = text.endsWith("another target") ? "2001:db8::2" : ADDRESS;
        var frame = solicitation
                ? NdFrame.neighborSolicitation(target).from("::")
                : NdFrame.neighborAdvertisement(target, flags(text));
        var changed = changed(frame, text.substring(2).strip());
        boolean withMac = !solicitation && !text.endsWith("without MAC");
        return withMac ? changed.targetMac(MAC_C) : changed;
    }

    private static String flags(String text) {
        return (text.endsWith("router") ? "R" : "")
                + (text.contains("solicited") ? "S" : "")
                + (text.endsWith("without override") ? "" : "O");
    }

    private static NdFrame changed(NdFrame frame, String how) {
        return switch (how) {
            case "with reserved bits" -> frame.reserved(-1);
            case "with an unknown option" -> frame.raw(200, 1, 1, 2, 3, 4, 5, 6);
            case "with hop limit 254" -> frame.hopLimit(254);
            case "with a wrong checksum" -> frame.damaged();
            case "with code 1" -> frame.code(1);
            case "too short" -> frame.without(SHORTER);
            case "with an empty option" -> frame.raw(200, 0, 0, 0, 0, 0, 0, 0);
            case "with a source MAC" -> frame.sourceMac(MAC_C);
            case "in a fragment" -> frame.atomicFragment();
            case "to all nodes" -> frame.to(Ipv6Address.ALL_NODES);
            case "to the address" -> frame.to(ADDRESS, MAC_A);
            case "from a unicast address" -> frame.from("fe80::c").sourceMac(MAC_C);
            default -> frame;
        };
    }
}
