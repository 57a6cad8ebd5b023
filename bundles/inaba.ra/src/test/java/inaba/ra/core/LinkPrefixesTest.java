package inaba.ra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.AdvertisingRow;
import inaba.api.link.AdvertisingRow.OnLinkPrefix;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.InterfaceAddress;
import inaba.wire.Prefix;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AdvPrefixList where none is configured, RFC 4861 §6.2.1.
class LinkPrefixesTest {
    private static final long NOW = TimeUnit.SECONDS.toNanos(1000);

    @ParameterizedTest(name = "{0} {1} {2}, {3} {4}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # address          | origin     | state      | preferred | valid | prefix, auto, valid, preferred
        2001:db8::1/64     | MANUAL     | PREFERRED  | ever      | ever  | 2001:db8::/64 true 2592000 604800
        2001:db8::1/64     | MANUAL     | PREFERRED  | 100       | 200   | 2001:db8::/64 true 200 100
        2001:db8::1/64     | MANUAL     | DEPRECATED | -5        | 200   | 2001:db8::/64 true 200 0
        2001:db8::1/56     | MANUAL     | PREFERRED  | ever      | ever  | 2001:db8::/56 false 2592000 604800
        2001:db8::1/64     | MANUAL     | TENTATIVE  | ever      | ever  | -
        2001:db8::1/64     | MANUAL     | DUPLICATE  | ever      | ever  | -
        2001:db8::1/64     | SLAAC      | PREFERRED  | 100       | 200   | -
        2001:db8::1/128    | MANUAL     | PREFERRED  | ever      | ever  | -
        fd00::1/64         | MANUAL     | PREFERRED  | ever      | ever  | fd00::/64 true 2592000 604800
        fe80::1/64         | LINK_LOCAL | PREFERRED  | ever      | ever  | -
        fe80::1/64         | MANUAL     | PREFERRED  | ever      | ever  | -
        """)
    @Clause("RFC 4861 §6.2.1d")
    void theSubnetsOfTheLinksOwnAddressesAreAdvertised(
            String address, Origin origin, State state, String preferred, String valid, String expected) {
        assertEquals(expected, text(List.of(address(address, origin, state, preferred, valid))));
    }

    @Test
    void twoAddressesOfASubnetMakeOnePrefixOfTheLongerLifetimes() {
        assertEquals(
                "2001:db8::/64 true 300 100",
                text(List.of(
                        address("2001:db8::1/64", Origin.MANUAL, State.PREFERRED, "100", "200"),
                        address("2001:db8::2/64", Origin.MANUAL, State.PREFERRED, "50", "300"))));
    }

    @Test
    void aLifetimeThatRunsDownDoesSoFromWhenItWasTyped() { // RFC 4861 §6.2.1
        var typed = new OnLinkPrefix(Prefix.parse("2001:db8::/64"), true, true, 300, 100, null, NOW, false);
        var row = advertising(typed);
        var later = LinkPrefixes.named(row, NOW + seconds(120)).getFirst();
        assertEquals(180, later.validSeconds());
        assertEquals(0, later.preferredSeconds());
    }

    /// RFC 9096 §3.5: as long as hosts may remember it, which is two hours at most.
    @ParameterizedTest(name = "valid {0} s, after {1} s: {2}")
    @CsvSource({
        "300, 0, 300",
        "300, 299, 1",
        "300, 300, -",
        "86400, 0, 7200",
        "86400, 7199, 1",
        "86400, 7200, -",
        "0, 0, -"
    })
    void aPrefixThatWentIsDeprecatedUntilHostsHaveForgottenIt(long valid, long after, String left) {
        var before = List.of(new OnLinkPrefix(Prefix.parse("2001:db8::/64"), true, true, valid, 100));
        var withdrawn = LinkPrefixes.withdrawn(List.of(), before, NOW, List.of(), NOW);
        var told = LinkPrefixes.deprecated(withdrawn, NOW + seconds(after));
        assertEquals(left.equals("-") ? 0 : 1, told.size());
        told.forEach(prefix -> {
            assertEquals(Long.parseLong(left), prefix.validSeconds());
            assertEquals(0, prefix.preferredSeconds());
        });
        var next = LinkPrefixes.withdrawn(withdrawn, List.of(), NOW, List.of(), NOW + seconds(after));
        assertEquals(left.equals("-") ? 0 : 1, next.size(), "and then it is forgotten here too");
    }

    private static AdvertisingRow advertising(OnLinkPrefix prefix) {
        var row = Settings.defaults(1);
        return new AdvertisingRow(
                row.link(),
                true,
                row.minIntervalMillis(),
                row.maxIntervalMillis(),
                row.lifetime(),
                row.preference(),
                row.hopLimit(),
                row.reachableMillis(),
                row.retransMillis(),
                row.managed(),
                row.other(),
                row.mtu(),
                List.of(prefix),
                row.routes(),
                row.rdnss(),
                row.dnssl(),
                row.pref64(),
                row.captivePortal(),
                row.delivery(),
                row.mobility(),
                row.owner());
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static String text(List<AddressRow> addresses) {
        var prefixes = LinkPrefixes.of(Settings.defaults(1), addresses, NOW);
        return prefixes.isEmpty()
                ? "-"
                : String.join(
                        ", ",
                        prefixes.stream()
                                .map(p -> p.prefix() + " " + p.autonomous() + ' ' + p.validSeconds() + ' '
                                        + p.preferredSeconds())
                                .toList());
    }

    private static AddressRow address(String text, Origin origin, State state, String preferred, String valid) {
        var address = InterfaceAddress.parse(text);
        return new AddressRow(
                1,
                address.address(),
                address.length(),
                origin,
                false,
                state,
                0,
                until(preferred),
                until(valid),
                "test");
    }

    private static long until(String seconds) {
        return seconds.equals("ever") ? Row.FOREVER : NOW + TimeUnit.SECONDS.toNanos(Long.parseLong(seconds));
    }
}
