package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.LINK_LOCAL;
import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.Extreme;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stable opaque identifiers and what follows when an address is in use elsewhere: RFC 7217, RFC 8064.
class IdentifiersTest {
    private static final String PREFIX = "2001:db8:1::/64";
    private static final Map<String, ?> OPAQUE =
            Map.of("interface_identifiers", "opaque", "solicit_routers", false, "max_rtr_solicitation_delay_ms", 0);

    @TempDir
    Path state;

    @Test
    @Clause({"RFC 8064 §3a", "RFC 8064 §3b"})
    void withoutConfigurationIdentifiersAreOpaque() {
        assertEquals(
                AddrconfConfig.OPAQUE,
                Components.configuration(AddrconfConfig.class, Map.of()).interface_identifiers());
    }

    @Test
    @Clause({"RFC 7217 §5c", "RFC 7217 §5e", "RFC 7217 §5h", "RFC 7136 §5"})
    void anAddressIsTheSameAfterARestartAsLongAsTheSecretIs() throws IOException {
        var first = configured(OPAQUE);
        var addresses = addresses(first);
        assertEquals(2, addresses.size());
        assertTrue(addresses.stream().noneMatch(a -> a.low() == ofTheMac()), addresses.toString());
        assertNotEquals(addresses.get(0).low(), addresses.get(1).low()); // link-local and global differ
        var file = state.resolve("a/inaba.addrconf/secret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        assertEquals(addresses, addresses(configured(OPAQUE)));
        Files.writeString(file, "00".repeat(32) + '\n');
        assertNotEquals(addresses, addresses(configured(OPAQUE)));
    }

    @Test
    @Clause("RFC 7217 §5c")
    void aSecretThatCannotBeReadIsReplacedForThisTime() throws IOException {
        Files.createDirectories(state.resolve("a/inaba.addrconf"));
        Files.writeString(state.resolve("a/inaba.addrconf/secret"), "not hexadecimal");
        assertEquals(2, addresses(configured(OPAQUE)).size());
        assertEquals("not hexadecimal", Files.readString(state.resolve("a/inaba.addrconf/secret")));
    }

    @Test
    @Clause("RFC 7217 §5e")
    void anotherMacChangesNoOpaqueAddress() {
        var lab = configured(OPAQUE);
        var before = addresses(lab);
        lab.a.engine().links().put(lab.link().withMac(MacAddress.parse("02:00:00:00:09:09")));
        lab.advance(3000);
        assertEquals(before, addresses(lab));
    }

    @Test
    @Clause({"RFC 7217 §6a", "RFC 7217 §6b", "RFC 4862 §5.4.5b"})
    void anAddressInUseElsewhereGivesWayToAnother() {
        var lab = new AddrconfLab(state, false, OPAQUE);
        lab.advance(500);
        var first = only(lab, Origin.LINK_LOCAL);
        lab.hears(NdFrame.neighborAdvertisement(first.address().toString(), "O").targetMac(MAC_C));
        assertEquals("DUPLICATE", lab.state(first.address().toString()));
        assertEquals("", lab.link().disabled()); // it says nothing of the hardware
        lab.advance(1000); // IDGEN_DELAY at most
        var second = only(lab, Origin.LINK_LOCAL);
        assertNotEquals(first.address(), second.address());
        lab.advance(1000);
        assertEquals("PREFERRED", lab.state(second.address().toString()));
        assertEquals(1, lab.total("inaba.addrconf.other-identifiers-tried"));
    }

    @ParameterizedTest
    @EnumSource
    @Clause("RFC 7217 §6b")
    void theNextTryComesAfterARandomDelay(Extreme delays) {
        var lab = new AddrconfLab(state, false, OPAQUE, delays);
        lab.advance(500);
        var first = only(lab, Origin.LINK_LOCAL).address();
        lab.hears(NdFrame.neighborAdvertisement(first.toString(), "O").targetMac(MAC_C));
        if (delays == Extreme.LONGEST) {
            lab.advance(999); // of IDGEN_DELAY, a second
            assertEquals(first, only(lab, Origin.LINK_LOCAL).address());
            lab.advance(1);
        } else {
            lab.advance(0);
        }
        assertNotEquals(first, only(lab, Origin.LINK_LOCAL).address());
    }

    @Test
    @Clause({"RFC 7217 §6c", "RFC 7217 §6d", "RFC 7217 §6e"})
    void afterThreeOthersNoMoreAreTriedAndNoneOfTheMac() {
        var lab = configured(with(Map.of("idgen_delay_ms", 0)));
        lab.hears(router().prefix("2001:db8:2::/64", "LA", 7200, 3600));
        var tried = new HashMap<Ipv6Address, Integer>();
        for (int i = 0; i < 10; i++) {
            lab.advance(0);
            var row = lab.a.engine().addresses().rows().getLast();
            tried.merge(row.address(), 1, Integer::sum);
            lab.hears(NdFrame.neighborSolicitation(row.address().toString()).from("::"));
            lab.advance(500);
        }
        assertEquals(4, tried.size());
        var last = lab.a.engine().addresses().rows().getLast();
        assertEquals(AddressRow.State.DUPLICATE, last.state());
        assertTrue(tried.keySet().stream().noneMatch(a -> a.low() == ofTheMac()));
    }

    @Test
    @Clause("RFC 7217 §6a")
    void theOtherAddressHasTheLifetimesOfTheFirst() {
        var lab = configured(with(Map.of("idgen_delay_ms", 0)));
        lab.hears(router().prefix("2001:db8:2::/64", "LA", 7200, 3600));
        lab.advance(500);
        var first = lab.a.engine().addresses().rows().getLast();
        lab.hears(NdFrame.neighborAdvertisement(first.address().toString(), "O").targetMac(MAC_C));
        lab.advance(2000);
        var second = lab.a.engine().addresses().rows().getLast();
        assertNotEquals(first.address(), second.address());
        assertEquals(first.validUntil(), second.validUntil());
        lab.hears(router().prefix("2001:db8:2::/64", "LA", 9000, 3600));
        assertEquals(3, lab.a.engine().addresses().size());
        assertEquals(9000, lab.validSeconds(second.address().toString()));
    }

    @Test
    @Clause("RFC 7217 §6a")
    void aSuccessorReplacesAnAddressThatItsPredecessorFoundInUse() {
        var lab = new AddrconfLab(state, false, OPAQUE);
        lab.advance(500);
        var first = only(lab, Origin.LINK_LOCAL);
        lab.hears(NdFrame.neighborAdvertisement(first.address().toString(), "O").targetMac(MAC_C));
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(OPAQUE));
        lab.advance(2000);
        assertNotEquals(first.address(), only(lab, Origin.LINK_LOCAL).address());
        assertEquals(AddressRow.State.PREFERRED, only(lab, Origin.LINK_LOCAL).state());
    }

    @Test
    @Clause("RFC 7217 §5f")
    void anAddressThatAPersonHasIsNotFormedAgain() {
        var lab = configured(OPAQUE);
        var formed = addresses(lab).get(1);
        var other = new AddrconfLab(state, false, OPAQUE);
        other.a.address("eth", formed + "/64");
        other.hears(router().prefix(PREFIX, "LA", 7200, 3600));
        other.advance(2000);
        assertNotEquals(formed, only(other, Origin.SLAAC).address());
    }

    @Test
    @Clause("RFC 7217 §5g")
    void identifiersOfTheMacAreStillThereForThoseWhoWantThem() {
        var lab = configured(with(Map.of("interface_identifiers", "eui64")));
        assertEquals(
                List.of(Ipv6Address.parse(LINK_LOCAL), Ipv6Address.parse("2001:db8:1::ff:fe00:101")), addresses(lab));
        lab.a.swap(lab.addrconf, AddrconfLab.addrconf(OPAQUE)); // another configuration: another link-local address
        assertEquals("none", lab.state(LINK_LOCAL));
    }

    private AddrconfLab configured(Map<String, ?> settings) {
        var lab = new AddrconfLab(state, false, settings);
        lab.advance(2500);
        lab.hears(router().prefix(PREFIX, "LA", 7200, 3600));
        lab.advance(2000);
        return lab;
    }

    private static Map<String, ?> with(Map<String, ?> more) {
        var all = new HashMap<String, Object>(OPAQUE);
        all.putAll(more);
        return all;
    }

    private static List<Ipv6Address> addresses(AddrconfLab lab) {
        return lab.a.engine().addresses().rows().stream()
                .map(AddressRow::address)
                .toList();
    }

    private static AddressRow only(AddrconfLab lab, Origin origin) {
        var rows = lab.a.engine().addresses().rows().stream()
                .filter(row -> row.origin() == origin)
                .toList();
        assertEquals(1, rows.size());
        return rows.getFirst();
    }

    private static NdFrame router() {
        return NdFrame.routerAdvertisement(1800).from("fe80::c").from(MAC_C);
    }

    private static long ofTheMac() {
        return AddrconfLab.MAC_A.eui64();
    }
}
