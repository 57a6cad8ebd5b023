package inaba.addrconf;

import static inaba.addrconf.AddrconfLab.MAC_C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.junit.Clause;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 8981 §3 as exchanges.
class TemporaryAddressesTest {
    private static final String PREFIX = "2001:db8:1::/64";
    private static final long DAY = 86_400;
    private static final Map<String, ?> ON = Map.of("temporary_addresses", true, "solicit_routers", false);

    @TempDir
    Path state;

    @Test
    @Clause("RFC 8981 §3.7a")
    void noneAreMadeUnlessConfigured() {
        var lab = AddrconfLab.ready(state);
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
        lab.advance(3000);
        assertEquals(List.of(), temporaries(lab));
    }

    @Test
    @Clause({"RFC 8981 §3.4b", "RFC 8981 §3.4c", "RFC 8981 §3.4f", "RFC 8981 §3.4g", "RFC 8981 §3.3.1"})
    void oneIsMadeBesideTheStableAddressAndChecked() {
        var lab = configured(ON);
        var row = only(lab);
        assertEquals(State.PREFERRED, row.state());
        assertEquals(PREFIX, row.subnet().toString());
        assertNotEquals(Ipv6Address.parse("2001:db8:1::ff:fe00:101"), row.address());
        assertTrue(lab.validSeconds(row.address().toString()) <= 2 * DAY);
        long preferred = row.preferredUntil() / 1_000_000_000L;
        assertTrue(preferred > DAY * 6 / 10 - 5 && preferred <= DAY + 5, preferred + " s");
    }

    @Test
    @Clause({"RFC 8981 §3.5a", "RFC 8981 §3.5c", "RFC 8981 §3.6a", "RFC 8981 §3.4a"})
    void overThirtyDaysThereIsAlwaysOnePreferredAndNeverMoreThanThree() {
        var lab = configured(ON);
        var seen = new HashSet<Ipv6Address>();
        for (int hour = 0; hour < 30 * 24; hour++) {
            lab.advance(Duration.ofHours(1).toMillis());
            lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
            var rows = temporaries(lab);
            rows.forEach(row -> seen.add(row.address()));
            assertTrue(rows.size() <= 4, rows.toString());
            assertTrue(rows.stream().anyMatch(row -> row.state() == State.PREFERRED), rows.toString());
        }
        assertTrue(seen.size() >= 30 && seen.size() <= 51, seen.size() + " addresses in 30 days");
    }

    @Test
    @Clause({"RFC 8981 §3.5b", "RFC 8981 §3.4e"})
    void aPrefixThatIsDeprecatedMakesNoMore() {
        var lab = configured(ON);
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 0));
        assertEquals(State.DEPRECATED, only(lab).state());
        lab.advance(Duration.ofHours(1).toMillis());
        assertEquals(State.DEPRECATED, only(lab).state());
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY)); // preferred again
        assertEquals(State.PREFERRED, only(lab).state());
    }

    @Test
    @Clause({"RFC 8981 §3.4h", "RFC 8981 §3.4i", "RFC 8981 §3.4j"})
    void oneThatIsInUseElsewhereGivesWayThreeTimesAndThenNoMore() {
        var lab = AddrconfLab.ready(state, ON);
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY).to(AddrconfLab.LINK_LOCAL, AddrconfLab.MAC_A));
        var tried = new HashSet<Ipv6Address>();
        for (int i = 0; i < 6; i++) {
            lab.advance(0);
            var row = only(lab);
            tried.add(row.address());
            lab.hears(
                    NdFrame.neighborAdvertisement(row.address().toString(), "O").targetMac(MAC_C));
        }
        assertEquals(4, tried.size());
        assertEquals(State.DUPLICATE, only(lab).state());
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
        lab.advance(5000);
        assertEquals(State.DUPLICATE, only(lab).state());
    }

    @Test
    @Clause("RFC 8981 §3.7c")
    void prefixesCanBeLeftOut() {
        var lab = AddrconfLab.ready(state, with("temporary_prefixes", new String[] {"!fd00::/8", "nonsense"}));
        lab.hears(router().prefix("fd00:1::/64", "LA", 30 * DAY, 7 * DAY).prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
        lab.advance(3000);
        assertEquals(PREFIX, only(lab).subnet().toString());
    }

    @Test
    @Clause("RFC 8981 §3.6d")
    void anotherMacMakesOthers() {
        var lab = configured(ON);
        var before = only(lab).address();
        lab.a.engine().links().put(lab.link().withMac(MacAddress.parse("02:00:00:00:09:09")));
        lab.advance(2000);
        assertNotEquals(before, only(lab).address());
    }

    @Test
    @Clause({"RFC 8981 §3.4a", "RFC 8981 §3.7a"})
    void aSuccessorKeepsThemWithTheirLimitsAndMakesThoseMissing() {
        var lab = configured(ON);
        var before = only(lab);
        var next = AddrconfLab.addrconf(ON);
        lab.a.swap(lab.addrconf, next);
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
        assertEquals(before, only(lab));
        lab.a.engine().addresses().remove(before.key());
        lab.a.swap(next, AddrconfLab.addrconf(ON));
        lab.advance(1000);
        assertEquals(State.PREFERRED, only(lab).state());
        assertNotEquals(before.address(), only(lab).address());
    }

    @Test
    @Clause({"RFC 8981 §3.6b", "RFC 8981 §3.6c"})
    void lifetimesAreConfigured() {
        var settings = new HashMap<String, Object>(with("temporary_valid_lifetime_s", 600L));
        settings.put("temporary_preferred_lifetime_s", 300L);
        var lab = configured(settings);
        var first = only(lab);
        assertTrue(lab.validSeconds(first.address().toString()) <= 600);
        lab.advance(301_000);
        assertTrue(temporaries(lab).stream()
                .anyMatch(
                        row -> row.state() == State.PREFERRED && !row.address().equals(first.address())));
        assertEquals("DEPRECATED", lab.state(first.address().toString()));
        lab.advance(300_000);
        assertEquals("none", lab.state(first.address().toString()));
    }

    @Test
    @Clause({"RFC 8981 §3.2", "RFC 4862 §5.5.4a"})
    void newFlowsUseThemAndDeprecatedOnesAreNotChosen() {
        var lab = configured(ON);
        lab.a.address("eth", "2001:db8:9::1/64");
        var target = Ipv6Address.parse("2001:db8:1::77");
        var link = lab.link().index();
        lab.a.engine().neighbors().put(AddrconfLab.permanent(target));
        assertEquals(only(lab).address(), lab.a.engine().output().source(target, link));
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 0));
        var chosen = lab.a.engine().output().source(target, link);
        assertFalse(temporaries(lab).stream().anyMatch(row -> row.address().equals(chosen)), chosen + " is deprecated");
        assertEquals(Ipv6Address.parse("2001:db8:9::1"), chosen);
    }

    private AddrconfLab configured(Map<String, ?> settings) {
        var lab = AddrconfLab.ready(state, settings);
        lab.hears(router().prefix(PREFIX, "LA", 30 * DAY, 7 * DAY));
        lab.advance(3000);
        lab.forget();
        return lab;
    }

    private static Map<String, ?> with(String key, Object value) {
        var all = new HashMap<String, Object>(ON);
        all.put(key, value);
        return all;
    }

    private static List<AddressRow> temporaries(AddrconfLab lab) {
        return lab.a.engine().addresses().rows().stream()
                .filter(row -> row.origin() == Origin.TEMPORARY)
                .toList();
    }

    private static AddressRow only(AddrconfLab lab) {
        var rows = temporaries(lab);
        assertEquals(1, rows.size(), rows.toString());
        return rows.getFirst();
    }

    private static NdFrame router() {
        return NdFrame.routerAdvertisement(1800).from("fe80::c").from(MAC_C);
    }
}
