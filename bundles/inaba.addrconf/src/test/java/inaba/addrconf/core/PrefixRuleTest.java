package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.addrconf.core.PrefixRule.Kind;
import inaba.addrconf.core.PrefixRule.Offer;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.nd.NdOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4862 §5.5.3. Lifetimes are seconds from now; `inf` has no end.
class PrefixRuleTest {
    private static final long NOW = TimeUnit.SECONDS.toNanos(1_000_000);
    private static final Prefix PREFIX = Prefix.parse("2001:db8:1::/64");

    @ParameterizedTest(name = "{0} A={1} valid {2} preferred {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:1::/64  | true  | 1800 | 900  | ADD
        2001:db8:1::/64  | true  | inf  | inf  | ADD
        2001:db8:1::/64  | true  | inf  | 900  | ADD
        2001:db8:1::/64  | true  | 900  | 900  | ADD
        2001:db8:1::/64  | true  | 900  | 0    | ADD
        fd00:1::/64      | true  | 1800 | 900  | ADD
        2001:db8:1::/64  | false | 1800 | 900  | NOT_AUTONOMOUS
        fe80::/64        | true  | 1800 | 900  | LINK_LOCAL
        fe80::/10        | true  | 1800 | 900  | LINK_LOCAL
        2001:db8:1::/64  | true  | 900  | 901  | PREFERRED_LONGER_THAN_VALID
        2001:db8:1::/64  | true  | 900  | inf  | PREFERRED_LONGER_THAN_VALID
        2001:db8:1::/64  | true  | 0    | 0    | NOT_VALID
        2001:db8:1::/65  | true  | 1800 | 900  | LENGTH
        2001:db8:1::/63  | true  | 1800 | 900  | LENGTH
        2001:db8:1::/128 | true  | 1800 | 900  | LENGTH
        2001:db8::/48    | true  | 1800 | 900  | LENGTH
        ff02::/64        | true  | 1800 | 900  | NOT_UNICAST
        ::/64            | true  | 1800 | 900  | NOT_UNICAST
        """)
    @Clause({"RFC 4862 §5.5.3a", "RFC 4862 §5.5.3b", "RFC 4862 §5.5.3c"})
    void anAddressIsFormedOfWhatFits(String prefix, boolean autonomous, String valid, String preferred, Kind kind) {
        var offer = new Offer(Prefix.parse(prefix), autonomous, received(valid), received(preferred));
        assertEquals(kind, PrefixRule.of(offer, null, NOW).kind());
    }

    /// e: remaining and received valid lifetime, and what the address has then. Two hours are 7200 seconds.
    @ParameterizedTest(name = "{0} left, {1} received: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # 1. more than two hours, or more than is left
        86400 | 7201  | 7201
        86400 | 90000 | 90000
        100   | 101   | 101
        100   | 7200  | 7200
        7200  | 7201  | 7201
        inf   | 7201  | 7201
        100   | inf   | inf
        # 2. two hours or less are left: the received lifetime is ignored
        7200  | 7199  | 7200
        7200  | 0     | 7200
        100   | 99    | 100
        100   | 100   | 100
        # 3. otherwise two hours
        7201  | 7200  | 7200
        86400 | 0     | 7200
        86400 | 7200  | 7200
        inf   | 0     | 7200
        inf   | inf   | inf
        """)
    @Clause("RFC 4862 §5.5.3e")
    void theTwoHourRule(String left, String received, String expected) {
        var offer = new Offer(PREFIX, true, received(received), 0);
        var rule = PrefixRule.of(offer, address(until(left)), NOW);
        assertEquals(Kind.UPDATE, rule.kind());
        assertEquals(until(expected), rule.validUntil());
    }

    @Test
    @Clause("RFC 4862 §5.5.3d")
    void thePreferredLifetimeIsSetEvenWhereTheValidOneIsIgnored() {
        var rule = PrefixRule.of(new Offer(PREFIX, true, 60, 50), address(until("3600")), NOW);
        assertEquals(until("50"), rule.preferredUntil());
        assertEquals(until("3600"), rule.validUntil());
    }

    @Test
    void anOptionThatIsIgnoredChangesNoAddress() {
        var rule = PrefixRule.of(new Offer(PREFIX, true, 50, 60), address(until("3600")), NOW);
        assertEquals(Kind.PREFERRED_LONGER_THAN_VALID, rule.kind());
    }

    private static AddressRow address(long validUntil) {
        var address = Ipv6Address.parse("2001:db8:1::1");
        return new AddressRow(
                1, address, 64, Origin.SLAAC, false, State.PREFERRED, 1, validUntil, validUntil, "inaba.addrconf");
    }

    private static long received(@Nullable String seconds) {
        return seconds == null || seconds.equals("inf") ? NdOption.INFINITY : Long.parseLong(seconds);
    }

    private static long until(String seconds) {
        return seconds.equals("inf") ? Row.FOREVER : NOW + TimeUnit.SECONDS.toNanos(Long.parseLong(seconds));
    }
}
