package inaba.nd;

import static inaba.nd.NdLab.MAC_A;
import static inaba.nd.NdLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that are no valid ones leave no trace and get no answer, and what must be ignored in valid ones is: RFC
/// 4861 §6.1, §7.1, §8.1, RFC 6980.
class ValidityTest {
    @TempDir
    Path state;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "NS, HOP_LIMIT, hop-limit-not-255",
        "NS, CHECKSUM, inaba.core.icmp-checksum",
        "NS, CODE, code-not-zero",
        "NS, SHORT, too-short",
        "NS, OPTION_ZERO, option-length",
        "NS, OPTION_LONG, option-length",
        "NS, FRAGMENT, fragmented",
        "NA, HOP_LIMIT, hop-limit-not-255",
        "NA, CHECKSUM, inaba.core.icmp-checksum",
        "NA, CODE, code-not-zero",
        "NA, SHORT, too-short",
        "NA, OPTION_ZERO, option-length",
        "NA, OPTION_LONG, option-length",
        "NA, FRAGMENT, fragmented",
        "RS, HOP_LIMIT, hop-limit-not-255",
        "RS, CHECKSUM, inaba.core.icmp-checksum",
        "RS, CODE, code-not-zero",
        "RS, SHORT, too-short",
        "RS, OPTION_ZERO, option-length",
        "RS, OPTION_LONG, option-length",
        "RS, FRAGMENT, fragmented",
        "RA, HOP_LIMIT, hop-limit-not-255",
        "RA, CHECKSUM, inaba.core.icmp-checksum",
        "RA, CODE, code-not-zero",
        "RA, SHORT, too-short",
        "RA, OPTION_ZERO, option-length",
        "RA, OPTION_LONG, option-length",
        "RA, FRAGMENT, fragmented",
        "RA, GLOBAL_SOURCE, source-not-link-local",
        "Redirect, HOP_LIMIT, hop-limit-not-255",
        "Redirect, CHECKSUM, inaba.core.icmp-checksum",
        "Redirect, CODE, code-not-zero",
        "Redirect, SHORT, too-short",
        "Redirect, OPTION_ZERO, option-length",
        "Redirect, OPTION_LONG, option-length",
        "Redirect, FRAGMENT, fragmented",
        "Redirect, GLOBAL_SOURCE, source-not-link-local",
    })
    @Clause({
        "RFC 4861 §6.1.1a",
        "RFC 4861 §6.1.2a",
        "RFC 4861 §7.1.1a",
        "RFC 4861 §7.1.2a",
        "RFC 4861 §8.1a",
        "RFC 4861 §4.6a",
        "RFC 6980 §5b"
    })
    void anInvalidMessageIsDroppedByName(String message, String fault, String counter) {
        var lab = lab(message);
        lab.hears(spoilt(message(message), fault));
        assertEquals(1, lab.wire.carried().size()); // and no answer
        assertEquals(before(message), trace(lab, message));
        String name = counter.contains(".") ? counter : "inaba.nd." + counter;
        assertEquals(1, lab.total(lab.a, name), lab.a.engine().counters().totals()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NS", "NA", "RS", "RA", "Redirect"})
    @Clause({"RFC 4861 §6.1.1a", "RFC 4861 §6.1.2a", "RFC 4861 §7.1.1a", "RFC 4861 §7.1.2a", "RFC 4861 §8.1a"})
    void theSameMessageWithoutFaultIsUsed(String message) {
        var lab = lab(message);
        lab.hears(message(message));
        assertNotEquals(before(message), trace(lab, message));
    }

    /// An unknown option, one of another message, reserved bits.
    @ParameterizedTest
    @ValueSource(strings = {"NS", "NA", "RS", "RA", "Redirect"})
    @Clause({
        "RFC 4861 §6.1.1b", "RFC 4861 §6.1.1c", "RFC 4861 §6.1.2b", "RFC 4861 §6.1.2c", "RFC 4861 §7.1.1b",
        "RFC 4861 §7.1.1c", "RFC 4861 §7.1.2b", "RFC 4861 §7.1.2c", "RFC 4861 §8.1b", "RFC 4861 §8.1c"
    })
    void whatIsUnknownIsIgnored(String message) {
        var lab = lab(message);
        lab.hears(message(message).raw(200, 1, 1, 2, 3, 4, 5, 6));
        assertNotEquals(before(message), trace(lab, message));

        lab = lab(message);
        lab.hears(message(message).mtu(1280).raw(4, 1, 0, 0, 0, 0, 0, 0)); // a Redirected Header
        assertNotEquals(before(message), trace(lab, message));

        if (List.of("NS", "RS", "Redirect").contains(message)) {
            lab = lab(message);
            lab.hears(message(message).reserved(-1));
            assertNotEquals(before(message), trace(lab, message));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "multicast target",
                "unspecified to a unicast address",
                "unspecified to all nodes",
                "unspecified with MAC"
            })
    @Clause({"RFC 4861 §7.1.1a", "RFC 4861 §7.2.3f"})
    void solicitationsThatMakeNoSense(String which) {
        var lab = new NdLab(state, false);
        lab.hears(
                switch (which) {
                    case "multicast target" ->
                        fromC(NdFrame.neighborSolicitation("ff02::1"))
                                .to(Ipv6Address.ALL_NODES)
                                .sourceMac(MAC_C);
                    case "unspecified to a unicast address" ->
                        NdFrame.neighborSolicitation("fe80::a").from("::").to("fe80::a", MAC_A);
                    case "unspecified to all nodes" ->
                        NdFrame.neighborSolicitation("fe80::a").from("::").to(Ipv6Address.ALL_NODES);
                    default ->
                        NdFrame.neighborSolicitation("fe80::a").from("::").sourceMac(MAC_C);
                });
        lab.carried();
        assertEquals(0, lab.a.engine().neighbors().size());
        String reason =
                switch (which) {
                    case "multicast target" -> "target-multicast";
                    case "unspecified with MAC" -> "unspecified-with-link-address";
                    default -> "unspecified-not-to-solicited-node";
                };
        assertEquals(1, lab.total(lab.a, "inaba.nd." + reason));
    }

    /// A frame to a group is for many: no neighbour has such an address.
    @Test
    void anAdvertisementOfAGroupsLinkAddressIsOfNoUse() {
        var lab = lab("NA");
        lab.hears(NdFrame.neighborAdvertisement("fe80::c", "O").targetMac(MacAddress.parse("33:33:00:00:00:01")));
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::c"));
        assertEquals(1, lab.total(lab.a, "inaba.nd.group-link-address"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"multicast target", "solicited to a group"})
    @Clause("RFC 4861 §7.1.2a")
    void advertisementsThatMakeNoSense(String which) {
        var lab = lab("NA");
        lab.hears(
                which.equals("multicast target")
                        ? NdFrame.neighborAdvertisement("ff02::1", "O")
                                .from("fe80::c")
                                .targetMac(MAC_C)
                        : NdFrame.neighborAdvertisement("fe80::c", "SO").targetMac(MAC_C));
        assertEquals("INCOMPLETE", lab.state(lab.a, "fe80::c"));
        String reason = which.equals("multicast target") ? "target-multicast" : "solicited-multicast";
        assertEquals(1, lab.total(lab.a, "inaba.nd." + reason));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"unspecified with MAC", "unspecified"})
    @Clause({"RFC 4861 §6.1.1a", "RFC 4861 §6.2.6e"})
    void routerSolicitationsOfNobody(String which) {
        var lab = new NdLab(state, true);
        var frame = NdFrame.routerSolicitation().from("::");
        lab.hears(which.equals("unspecified") ? frame : frame.sourceMac(MAC_C));
        lab.carried();
        assertEquals(0, lab.a.engine().neighbors().size());
    }

    /// Where `a` would take notice of the message.
    private NdLab lab(String message) {
        var lab = new NdLab(state.resolve(message + state.toFile().list().length), message.equals("RS"));
        if (message.equals("Redirect")) {
            lab.a.address("eth", "2001:db8::a/64");
            lab.route(lab.a, "::/0", "fe80::f");
            lab.advance(3000);
        } else if (message.equals("NA")) {
            lab.send(lab.a, "fe80::a", "fe80::c");
        }
        lab.forget();
        return lab;
    }

    private static NdFrame message(String message) {
        return switch (message) {
            case "NS" -> fromC(NdFrame.neighborSolicitation("fe80::a")).sourceMac(MAC_C);
            case "NA" -> NdFrame.neighborAdvertisement("fe80::c", "O").targetMac(MAC_C);
            case "RS" -> fromC(NdFrame.routerSolicitation()).sourceMac(MAC_C);
            case "RA" -> fromC(NdFrame.routerAdvertisement(1800)).sourceMac(MAC_C);
            default ->
                NdFrame.redirect("fe80::c", "2001:db8:9::9").from("fe80::f").targetMac(MAC_C);
        };
    }

    private static NdFrame spoilt(NdFrame frame, String fault) {
        return switch (fault) {
            case "HOP_LIMIT" -> frame.hopLimit(254);
            case "CHECKSUM" -> frame.damaged();
            case "CODE" -> frame.code(1);
            case "SHORT" -> frame.without(12);
            case "OPTION_ZERO" -> frame.raw(1, 0, 0, 0, 0, 0, 0, 0);
            case "OPTION_LONG" -> frame.raw(1, 2, 0, 0, 0, 0, 0, 0);
            case "FRAGMENT" -> frame.atomicFragment();
            default -> frame.from("2001:db8::f");
        };
    }

    private static String trace(NdLab lab, String message) {
        return lab.state(lab.a, "fe80::c");
    }

    private static String before(String message) {
        return message.equals("NA") ? "INCOMPLETE" : "none";
    }

    private static NdFrame fromC(NdFrame frame) {
        return frame.from("fe80::c").from(MAC_C);
    }
}
