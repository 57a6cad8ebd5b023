package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.CHECK;
import static inaba.addrconf.AddrconfLab.LINK_LOCAL;
import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 4862 §5.4 and RFC 7527 as exchanges.
class DuplicateDetectionTest {
    private static final String ADDRESS = "2001:db8::1";
    private static final String ADDRESS_CHECK = "NS :: > ff02::1:ff00:1 2001:db8::1 nonce";

    private static final Map<String, ?> SILENT = Map.of("solicit_routers", false);

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 4862 §5.1a", "RFC 4862 §5.3a", "RFC 4862 §5.4a", "RFC 4862 §5.4.2b", "RFC 4862 §5.4.2c"})
    void theLinkLocalAddressIsCheckedWithinASecondAndAssignedASecondLater() {
        var lab = new AddrconfLab(state, true);
        assertEquals("TENTATIVE", lab.state(LINK_LOCAL));
        lab.advance(1000);
        lab.carried(CHECK);
        assertEquals("TENTATIVE", lab.state(LINK_LOCAL));
        lab.advance(1000);
        lab.carried();
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }

    @Test
    @Clause({"RFC 4862 §5.4a", "RFC 4862 §5.4.2b"})
    void anAddressOfAPersonIsCheckedAtOnce() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(0);
        lab.carried(ADDRESS_CHECK);
        lab.advance(999);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        lab.advance(1);
        lab.carried();
        assertEquals("PREFERRED", lab.state(ADDRESS));
    }

    @Test
    @Clause({"RFC 4862 §5.1a", "RFC 4862 §5.4.2b"})
    void asManySolicitationsAreSentAsConfigured() {
        var lab = new AddrconfLab(
                state, true, Map.of("dup_addr_detect_transmits", 3, "max_rtr_solicitation_delay_ms", 0));
        lab.advance(2999);
        lab.carried(CHECK, CHECK, CHECK);
        assertEquals("TENTATIVE", lab.state(LINK_LOCAL));
        lab.advance(1);
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }

    @Test
    @Clause("RFC 4862 §5.1a")
    void withoutTransmitsNothingIsChecked() {
        var lab = new AddrconfLab(state, true, Map.of("dup_addr_detect_transmits", 0));
        lab.advance(1000);
        lab.carried();
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }

    @Test
    @Clause("RFC 4862 §5.4.2")
    void theGroupOfTheAddressIsJoinedWhenTheCheckBegins() {
        var lab = AddrconfLab.ready(state, SILENT);
        var groups = lab.a.engine().groups();
        var group = Ipv6Address.parse(ADDRESS).solicitedNode();
        var joined = new ArrayList<Boolean>();
        lab.wire.loses(frame -> {
            joined.add(groups.rows().stream().anyMatch(row -> row.group().equals(group)));
            return false;
        });
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(0);
        lab.carried(ADDRESS_CHECK);
        assertEquals(List.of(true), joined);
    }

    @Test
    @Clause({"RFC 4862 §5.4.3a", "RFC 4862 §5.4.3b"})
    void aTentativeAddressIsNeitherAnsweredNorResolved() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(0);
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("fe80::c").sourceMac(MAC_C));
        lab.carried();
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
    }

    @Test
    @Clause({"RFC 4862 §5.4.4a", "RFC 4862 §5.4.5a", "RFC 4862 §5.4.5b"})
    void anAdvertisementOfTheAddressMakesItADuplicate() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(500);
        lab.hears(NdFrame.neighborAdvertisement(ADDRESS, "O").targetMac(MAC_C));
        assertEquals("DUPLICATE", lab.state(ADDRESS));
        lab.advance(5000);
        lab.carried();
        assertEquals("DUPLICATE", lab.state(ADDRESS));
        assertEquals(1, lab.total("inaba.addrconf.duplicates"));
        assertEquals("", lab.link().disabled()); // not of the hardware
    }

    @Test
    @Clause({"RFC 4862 §5.4.3c", "RFC 4862 §5.4.3d", "RFC 4862 §5.4.2e", "RFC 7527 §4.2c"})
    void aCheckOfTheAddressByAnotherNodeMakesItADuplicate() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(500);
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("::").nonce(new byte[] {1, 2, 3, 4, 5, 6}));
        assertEquals("DUPLICATE", lab.state(ADDRESS));
        AddrconfLab.add(lab.a, "2001:db8::2/64");
        lab.hears(NdFrame.neighborSolicitation("2001:db8::2").from("::")); // before ours, without nonce
        assertEquals("DUPLICATE", lab.state("2001:db8::2"));
        lab.advance(5000);
        lab.carried();
    }

    @Test
    @Clause({"RFC 4862 §5.4.1a", "RFC 4862 §5.4c"})
    void invalidMessagesMakeNoDuplicate() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(0);
        lab.hears(NdFrame.neighborAdvertisement(ADDRESS, "O").targetMac(MAC_C).hopLimit(254));
        lab.hears(NdFrame.neighborAdvertisement(ADDRESS, "SO").targetMac(MAC_C)); // solicited, to a group
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("::").code(1));
        lab.hears(NdFrame.neighborSolicitation(ADDRESS).from("::").sourceMac(MAC_C));
        lab.hears(NdFrame.neighborAdvertisement(ADDRESS, "O").to(ADDRESS, AddrconfLab.MAC_A));
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
    }

    @Test
    @Clause({"RFC 4862 §5.4.3c", "RFC 7527 §4.1a", "RFC 7527 §4.1b", "RFC 7527 §4.2a", "RFC 7527 §4.2b"})
    void ourOwnCheckThatComesBackIsFollowedByThreeMore() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(0);
        var sent = lab.wire.carried().getFirst();
        lab.comesBack(sent);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        lab.advance(3999);
        lab.carried(ADDRESS_CHECK, ADDRESS_CHECK, ADDRESS_CHECK);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        lab.advance(1);
        assertEquals("PREFERRED", lab.state(ADDRESS));
        assertEquals(1, lab.total("inaba.addrconf.dad-looped-back"));
    }

    @Test
    @Clause("RFC 4862 §5.4.5c")
    void aDuplicateOfTheHardwareAddressDisablesTheLinkUntilItIsUpAgain() {
        var lab = new AddrconfLab(state, false);
        lab.advance(1000);
        lab.hears(NdFrame.neighborAdvertisement(LINK_LOCAL, "O").targetMac(MAC_C));
        assertEquals("DUPLICATE", lab.state(LINK_LOCAL));
        assertFalse(lab.link().disabled().isEmpty());
        lab.a.address("eth", "2001:db8::d/64");
        lab.hears(NdFrame.neighborSolicitation("2001:db8::d").from("fe80::c").sourceMac(MAC_C));
        lab.advance(60_000);
        lab.carried();
        assertEquals(1, lab.total("inaba.core.link-down"));

        lab.a.engine().links().put(lab.link().withAdminUp(false));
        assertTrue(lab.link().disabled().isEmpty());
        lab.a.engine().links().put(lab.link().withAdminUp(true));
        lab.advance(2000);
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }

    @Test
    void aNewMacBringsANewLinkLocalAddress() {
        var lab = AddrconfLab.ready(state, SILENT);
        lab.a.engine().links().put(lab.link().withMac(MacAddress.parse("02:00:00:00:09:09")));
        lab.advance(1000);
        assertEquals("none", lab.state(LINK_LOCAL));
        assertEquals("PREFERRED", lab.state("fe80::ff:fe00:909"));
    }

    @Test
    void theSecondOfTwoNodesFindsTheAddressTaken() {
        var lab = AddrconfLab.ready(state, SILENT);
        var b = lab.another();
        lab.advance(2500);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(1000);
        AddrconfLab.add(b, ADDRESS + "/64");
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
        assertEquals("DUPLICATE", AddrconfLab.state(b, ADDRESS));
    }

    @Test
    @Clause("RFC 4862 §5.4.3c")
    void ofTwoNodesThatCheckAtTheSameTimeNoneGetsTheAddress() {
        var lab = AddrconfLab.ready(state, SILENT);
        var b = lab.another();
        lab.advance(2500);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        AddrconfLab.add(b, ADDRESS + "/64");
        lab.advance(1000);
        assertEquals("DUPLICATE", lab.state(ADDRESS));
        assertEquals("DUPLICATE", AddrconfLab.state(b, ADDRESS));
    }

    @Test
    void aLinkThatComesUpAgainChecksItsAddressesAgain() {
        var lab = AddrconfLab.ready(state, SILENT);
        lab.a.address("eth", "2001:db8::d/64"); // unchecked
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(1000);
        lab.a.port("eth").carrier(false);
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
        lab.a.port("eth").carrier(true);
        lab.advance(0);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        assertEquals("TENTATIVE", lab.state(LINK_LOCAL));
        assertEquals("PREFERRED", lab.state("2001:db8::d"));
        lab.advance(2000);
        assertEquals("PREFERRED", lab.state(ADDRESS));
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }

    @Test
    void aCheckThatTheLinkCutShortBeginsAnew() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(500);
        lab.a.port("eth").carrier(false);
        lab.advance(5000);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
    }

    @Test
    void aSuccessorCompletesTheCheckWithoutAskingAgain() {
        var lab = AddrconfLab.ready(state, SILENT);
        AddrconfLab.add(lab.a, ADDRESS + "/64");
        lab.advance(600);
        lab.carried(ADDRESS_CHECK);
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(SILENT));
        lab.advance(999);
        assertEquals("TENTATIVE", lab.state(ADDRESS));
        lab.advance(1);
        assertEquals("PREFERRED", lab.state(ADDRESS));
        lab.carried();
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
    }
}
