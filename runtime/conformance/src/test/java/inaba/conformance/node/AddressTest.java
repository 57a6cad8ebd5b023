package inaba.conformance.node;

import static inaba.conformance.node.Laboratory.NUT;
import static inaba.conformance.node.Laboratory.NUT_LOCAL;
import static inaba.conformance.node.Laboratory.PREFIX;
import static inaba.conformance.node.Laboratory.TN1;
import static inaba.conformance.node.Laboratory.TR1;
import static inaba.conformance.node.Laboratory.advertisement;
import static inaba.conformance.node.Laboratory.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Address autoconfiguration: what becomes of addresses while they are checked, and what others notice of it.
class AddressTest {
    private static final String SECOND_PREFIX = "2001:db8:3::/64";
    private static final String SECOND_NUT = "2001:db8:3:0:0:ff:fe00:101";

    @TempDir
    Path state;

    /// What is heard while the link-local address is checked; all but a valid message about it leaves it alone.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        NS                                      | taken
        NS with a nonce                         | taken
        NS with the reserved field set          | taken
        NS from an address, which resolves it   | free
        NS with hop limit 254                   | free
        NS with code 1                          | free
        NS with a wrong checksum                | free
        NS cut short                            | free
        NS with a MAC                           | free
        NS with an option of length zero        | free
        NS to all nodes                         | free
        NS for another target                   | free
        NS for a group                          | free
        NA                                      | taken
        NA O                                    | taken
        NA R                                    | taken
        NA S                                    | free
        NA with the reserved field set          | taken
        NA with an unknown option               | taken
        NA without a MAC                        | taken
        NA with hop limit 254                   | free
        NA with code 1                          | free
        NA with a wrong checksum                | free
        NA cut short                            | free
        NA with an option of length zero        | free
        NA for another target                   | free
        NA for a group                          | free
        """)
    @Clause({"RFC 4862 §5.4.1a", "RFC 4862 §5.4.3b", "RFC 4862 §5.4.3c", "RFC 4862 §5.4.4a", "RFC 4861 §7.1.1a"})
    void aMessageTakesAnAddressThatIsCheckedOrDoesNot(String what, String becomes) {
        var lab = Laboratory.fresh(state);
        while (lab.sent().stream().noneMatch(sent -> sent.text().startsWith("NS nut-local"))) {
            lab.advance(Duration.ofMillis(10));
        }
        lab.hears(what.startsWith("NS") ? solicitation(what) : advertisementOf(what))
                .seconds(3);
        assertEquals(becomes.equals("free") ? "PREFERRED" : "DUPLICATE", lab.address(NUT_LOCAL));
        lab.forget()
                .hears(NdFrame.neighborSolicitation(NUT_LOCAL)
                        .from(Laboratory.TN1_LOCAL)
                        .from(mac(TN1))
                        .sourceMac(mac(TN1)));
        if (becomes.equals("free")) {
            lab.expect("NA nut-local SO > tn1-local @TN1");
        } else {
            lab.expect();
        }
    }

    private static NdFrame solicitation(String what) {
        String target =
                switch (what) {
                    case "NS for another target" -> "fe80::2:101";
                    case "NS for a group" -> "ff02::1";
                    default -> NUT_LOCAL;
                };
        var frame = NdFrame.neighborSolicitation(target)
                .from("::")
                .from(mac(TN1))
                .to(Ipv6Address.parse(NUT_LOCAL).solicitedNode());
        switch (what) {
            case "NS with a nonce" -> frame.nonce(new byte[] {1, 2, 3, 4, 5, 6});
            case "NS from an address, which resolves it" ->
                frame.from(Laboratory.TN1_LOCAL).sourceMac(mac(TN1));
            case "NS with a MAC" -> frame.sourceMac(mac(TN1));
            case "NS to all nodes" -> frame.to(Ipv6Address.ALL_NODES);
            default -> common(frame, what);
        }
        return frame;
    }

    private static NdFrame advertisementOf(String what) {
        String target =
                switch (what) {
                    case "NA for another target" -> "fe80::2:101";
                    case "NA for a group" -> "ff02::1";
                    default -> NUT_LOCAL;
                };
        String flags = what.length() == "NA O".length() ? what.substring("NA ".length()) : "O";
        var frame = NdFrame.neighborAdvertisement(target, flags).from(NUT_LOCAL).from(mac(TN1));
        if (!what.equals("NA without a MAC")) {
            frame.targetMac(mac(TN1));
        }
        common(frame, what);
        return frame;
    }

    private static void common(NdFrame frame, String what) {
        switch (what.substring("NS ".length() - 1).strip()) {
            case "with the reserved field set" -> frame.reserved(what.startsWith("NS") ? -1 : 0x3fff_ffff);
            case "with an unknown option" -> frame.raw(0xfe, 1, 0, 0, 0, 0, 0, 0);
            case "with hop limit 254" -> frame.hopLimit(254);
            case "with code 1" -> frame.code(1);
            case "with a wrong checksum" -> frame.damaged();
            case "cut short" -> frame.without(9);
            case "with an option of length zero" -> frame.raw(0xfe, 0, 0, 0, 0, 0, 0, 0);
            default -> {}
        }
    }

    @Test
    @Clause({"RFC 4862 §5.4a", "RFC 4862 §5.4.5a", "RFC 4862 §5.4.5b"})
    void eachAddressOfAPrefixIsCheckedBeforeItIsUsed() {
        var lab = Laboratory.alone(state).hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", 3600, 1800));
        lab.hears(NdFrame.neighborSolicitation(NUT).from("::").from(mac(TN1))).seconds(3);
        assertEquals("DUPLICATE", lab.address(NUT));
        assertEquals("PREFERRED", lab.address(NUT_LOCAL), "which is still used");
        lab.forget().pinged(TN1, NUT, "TN1").expect();
        lab.pinged(Laboratory.TN1_LOCAL, "TN1").expect("NS tn1-local");
    }

    @Test
    @Clause({"RFC 4862 §5.5.4a", "RFC 4862 §5.5.4b", "RFC 4862 §5.5.4c", "RFC 4862 §5.5.3d"})
    void aNetworkIsRenumbered() {
        var lab = Laboratory.alone(state).hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", 9_000, 8_000));
        lab.seconds(3).knows(TR1, "RSO");
        lab.hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", 60, 0).prefix(SECOND_PREFIX, "LA", 9_000, 8_000));
        lab.seconds(3);
        assertEquals("DEPRECATED", lab.address(NUT));
        assertEquals("PREFERRED", lab.address(SECOND_NUT));
        assertEquals(
                Ipv6Address.parse(SECOND_NUT),
                lab.node().engine().output().source(Ipv6Address.parse(Laboratory.TN2), 0));
        lab.forget().pinged(Laboratory.TN2, NUT, "TR1").expect("reply > tn2 @TR1");
        lab.pinged(Laboratory.TN2, SECOND_NUT, "TR1").expect("reply > tn2 @TR1");
        lab.seconds(60); // the prefix is off the link, but no advertisement ends the address before two hours are over
        assertEquals("DEPRECATED", lab.address(NUT));
        lab.seconds(7_200);
        assertEquals("none", lab.address(NUT));
        lab.forget().pinged(Laboratory.TN2, NUT, "TR1").expect();
    }

    /// The two-hour rule, with what is left of an address of 20,000 s after a second advertisement.
    @ParameterizedTest(name = "advertised {0} s: {1} s are left")
    @CsvSource({"30000, 30000", "20000, 20000", "7201, 7201", "7200, 7200", "100, 7200", "0, 7200", "4294967295, -1"})
    @Clause("RFC 4862 §5.5.3e")
    void whatIsLeftOfALifetime(long advertised, long left) {
        var lab = Laboratory.alone(state).hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", 20_000, 100));
        lab.seconds(3).hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", advertised, 0));
        lab.seconds(1);
        long now = lab.node().engine().time().nanos();
        long until = lab.node().engine().addresses().rows().stream()
                .filter(row -> row.address().equals(Ipv6Address.parse(NUT)))
                .mapToLong(row -> row.validUntil())
                .findFirst()
                .orElseThrow();
        assertEquals(
                left,
                until == Long.MAX_VALUE ? -1 : Duration.ofNanos(until - now).toSeconds() + 1);
    }
}
