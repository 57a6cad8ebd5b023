package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.addrconf.core.TemporaryPolicy.Exemption;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Limits;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 8981 §3.4 to §3.8, in seconds: valid for 1000, preferred for 500 less what makes addresses differ.
class TemporaryRuleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TemporaryRule RULE =
            TemporaryRule.of(Duration.ofSeconds(1000), Duration.ofSeconds(500), 1, 3, Duration.ofSeconds(1), 40);

    @Test
    @Clause("RFC 8981 §3.8c")
    void theNextAddressIsMadeAsLongBeforeAsAllTriesTake() {
        assertEquals(5 * SECOND, RULE.regenAdvance());
        assertEquals(
                2 * SECOND + 3 * 2 * 4 * SECOND,
                TemporaryRule.of(Duration.ofDays(2), Duration.ofDays(1), 2, 3, Duration.ofSeconds(4), 40)
                        .regenAdvance());
    }

    @ParameterizedTest(name = "random {0}: preferred for {1} s")
    @CsvSource({"0, 500", "0.5, 400", "1, 300"})
    @Clause({"RFC 8981 §3.4c", "RFC 8981 §3.8d"})
    void theRandomPartIsAtMostFourTenths(double random, long preferred) {
        assertEquals(new Limits((7 + preferred) * SECOND, 1007 * SECOND), RULE.limits(7 * SECOND, random));
    }

    @Test
    @Clause("RFC 8981 §3.8d")
    void theRandomPartLeavesMoreThanTheAdvance() {
        var narrow = TemporaryRule.of(Duration.ofSeconds(60), Duration.ofSeconds(8), 1, 3, Duration.ofSeconds(1), 40);
        assertEquals(narrow.regenAdvance() + 1, narrow.limits(0, 1).preferred());
    }

    @ParameterizedTest(name = "{0} %: preferred for {1} s at least")
    @CsvSource({"0, 500", "10, 450", "40, 300", "90, 50"})
    @Clause("RFC 8981 §3.8d")
    void howMuchIsRandomIsConfigurable(int percent, long least) {
        var rule = TemporaryRule.of(
                Duration.ofSeconds(1000), Duration.ofSeconds(500), 1, 3, Duration.ofSeconds(1), percent);
        assertEquals(500 * SECOND, rule.limits(0, 0).preferred());
        assertEquals(least * SECOND, rule.limits(0, 1).preferred());
    }

    @ParameterizedTest(name = "valid for {0} s, configured {1}: preferred for {2}")
    @CsvSource({"100, 100, 99", "100, 5000, 99", "100, 99, 99", "100, 98, 98"})
    @Clause("RFC 8981 §3.8b")
    void thePreferredLifetimeIsLessThanTheValidOne(long valid, long preferred, long becomes) {
        var rule = TemporaryRule.of(
                Duration.ofSeconds(valid), Duration.ofSeconds(preferred), 1, 3, Duration.ofSeconds(1), 0);
        assertEquals(new Limits(becomes * SECOND, valid * SECOND), rule.limits(0, 1));
    }

    /// The prefix is preferred for so long.
    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"0, false", "5, false", "6, true", "9999, true"})
    @Clause({"RFC 8981 §3.4d", "RFC 8981 §3.4e"})
    void noAddressIsMadeThatWouldSoonBeDeprecated(long preferred, boolean worthwhile) {
        assertEquals(worthwhile, RULE.worthwhile(stable(preferred), RULE.limits(0, 0), 0));
    }

    @ParameterizedTest(name = "offered {0}/{1}: {2}/{3}")
    @CsvSource({"50, 100, 50, 100", "350, 100, 300, 100", "50, 2000, 50, 1000", "0, 0, 0, 0"})
    @Clause({"RFC 8981 §3.4a", "RFC 8981 §3.4c"})
    void noRouterProlongsAnAddressBeyondItsLimits(long preferred, long valid, long thenPreferred, long thenValid) {
        var row = temporary(State.PREFERRED, 10).withLimits(RULE.limits(0, 1));
        var limited = TemporaryRule.limited(row, preferred * SECOND, valid * SECOND);
        assertEquals(thenPreferred * SECOND, limited.preferredUntil());
        assertEquals(thenValid * SECOND, limited.validUntil());
    }

    /// States and ends of the temporary addresses; the end of the stable one.
    @ParameterizedTest(name = "{0} with {1}: at {2}")
    @CsvSource(delimiter = '|', textBlock = """
        PREFERRED 100                | 900 | 95
        TENTATIVE 100                | 900 | 95
        PREFERRED 100, PREFERRED 300 | 900 | 295
        DEPRECATED 400, PREFERRED 90 | 900 | 85
        PREFERRED 100                | 101 | 95
        PREFERRED 100                | 100 | never
        DEPRECATED 100               | 900 | never
        DUPLICATE 100                | 900 | never
        """)
    @Clause({"RFC 8981 §3.5b", "RFC 8981 §3.5c", "RFC 8981 §3.6a"})
    void theNextAddressIsMadeBeforeTheLastOneIsDeprecated(String rows, long stable, String at) {
        var temporaries = Stream.of(rows.split(", "))
                .map(row -> row.split(" "))
                .map(row -> temporary(State.valueOf(row[0]), Long.parseLong(row[1])))
                .toList();
        long due = RULE.regeneration(temporaries, stable(stable), 0);
        assertEquals(at, due == Row.FOREVER ? "never" : Long.toString(due / SECOND));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2001:db8:1::/64,   true",
        "2001:db8:2::/64,   false",
        "2001:db8:2:7::/64, true",
        "fd00::/64,         true",
    })
    @Clause("RFC 8981 §3.7c")
    void theLongestPrefixThatCoversDecides(String prefix, boolean on) {
        var policy = new TemporaryPolicy(
                true,
                Stream.of("!2001:db8:2::/48", "2001:db8:2:7::/64")
                        .map(Exemption::parse)
                        .toList());
        assertEquals(on, policy.on(Prefix.parse(prefix)));
        assertEquals(
                !on,
                new TemporaryPolicy(false, List.of(new Exemption(Prefix.parse(prefix), !on))).on(Prefix.parse(prefix)));
        assertThrows(IllegalArgumentException.class, () -> Exemption.parse("everywhere"));
    }

    private static AddressRow stable(long preferred) {
        return row(Origin.SLAAC, State.PREFERRED, preferred);
    }

    private static AddressRow temporary(State state, long preferred) {
        return row(Origin.TEMPORARY, state, preferred);
    }

    private static AddressRow row(Origin origin, State state, long preferred) {
        var address = Ipv6Address.parse("2001:db8::1");
        return new AddressRow(1, address, 64, origin, false, state, 1, preferred * SECOND, Row.FOREVER, "test");
    }
}
