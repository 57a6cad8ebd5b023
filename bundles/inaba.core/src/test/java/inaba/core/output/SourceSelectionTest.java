package inaba.core.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.InterfaceAddress;
import inaba.wire.Ipv6Address;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSelectionTest {
    private static final int OUT = 1;

    /// RFC 6724 §10.1 and §5, rule by rule. A candidate is ADDRESS/LEN, then D deprecated, T temporary, @2 on another
    /// link.
    @ParameterizedTest(name = "{0}: to {1} from {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
        rule 1 same address     | 2001:db8:1::1  | 2001:db8:1::1/64 2001:db8:1::2/64T    | 2001:db8:1::1
        rule 2 larger wins      | 2001:db8:1::1  | 2001:db8:3::1/64 fe80::1/64           | 2001:db8:3::1
        rule 2 link-local fits  | fe80::1        | fe80::2/64 2001:db8:1::1/64           | fe80::2
        rule 2 deprecated fits  | 2001:db8:1::1  | 2001:db8:3::1/64D fe80::1/64          | 2001:db8:3::1
        rule 3 avoid deprecated | 2001:db8:1::1  | 2001:db8:1::2/64D 2001:db8:3::2/64    | 2001:db8:3::2
        rule 5 outgoing link    | 2001:db8:1::d  | 2001:db8:1::2/64@2 2001:db8:3::2/64   | 2001:db8:3::2
        rule 6 same label       | 2001:db8:1::1  | fc00::1/64 2001:db8:3::2/64           | 2001:db8:3::2
        rule 6 6to4             | 2002:c633:6401:0:d5e3::1 | 2002:c633:6401::2/48 2001:db8:1::2/64 | 2002:c633:6401::2
        rule 7 temporary        | 2001:db8:1::d5e3 | 2001:db8:1::2/64 2001:db8:1:0:d5e3:7953:13eb:22e8/64T | 2001:db8:1:0:d5e3:7953:13eb:22e8
        rule 8 longest prefix   | 2001:db8:1::1  | 2001:db8:1::2/64 2001:db8:3::2/64     | 2001:db8:1::2
        multicast, link scope   | ff02::1        | 2001:db8:3::1/64 fe80::1/64           | fe80::1
        """)
    @Clause({"RFC 6724 §5", "RFC 6724 §5b", "RFC 6724 §4b", "RFC 6724 §2.2"})
    void picksAsTheRulesSay(String rule, String destination, String candidates, String expected) {
        var rows = Arrays.stream(candidates.trim().split(" +"))
                .map(SourceSelectionTest::row)
                .toList();
        var picked =
                new SourceSelection(new PolicyTable()).pick(rows, Ipv6Address.parse(destination), OUT, (_, _) -> false);
        assertEquals(Ipv6Address.parse(expected), picked, rule);
    }

    @ParameterizedTest(name = "rule 5.5: {0}")
    @CsvSource({"2001:db8:3::2, 2001:db8:3::2", "2001:db8:1::2, 2001:db8:1::2", "fd00::1, 2001:db8:1::2"})
    @Clause({"RFC 6724 §5", "RFC 8028 §3.3a"})
    void thePrefixOfTheNextHopGoesBeforeTheLongestMatch(String advertised, String expected) {
        var rows = Stream.of("2001:db8:1::2/64", "2001:db8:3::2/64")
                .map(SourceSelectionTest::row)
                .toList();
        var picked = new SourceSelection(new PolicyTable())
                .pick(rows, Ipv6Address.parse("2001:db8:1::1"), OUT, (row, _) -> row.address()
                        .equals(Ipv6Address.parse(advertised)));
        assertEquals(Ipv6Address.parse(expected), picked);
    }

    @ParameterizedTest
    @CsvSource({"TENTATIVE, false", "DUPLICATE, false", "PREFERRED, true"})
    void whatIsNotOursAloneIsNoCandidate(AddressRow.State state, boolean anycast) {
        var row = row("2001:db8:1::1/64");
        var unfit = new AddressRow(
                OUT, row.address(), 64, row.origin(), anycast, state, 0, Row.FOREVER, Row.FOREVER, "test");
        var picked = new SourceSelection(new PolicyTable())
                .pick(List.of(unfit, row("fe80::9/64")), Ipv6Address.parse("2001:db8:1::1"), OUT, (_, _) -> false);
        assertEquals(Ipv6Address.parse("fe80::9"), picked);
    }

    private static AddressRow row(String text) {
        int link = text.contains("@2") ? 2 : OUT;
        var plain = text.replace("@2", "").replace("D", "").replace("T", "");
        var typed = InterfaceAddress.parse(plain);
        return new AddressRow(
                link,
                typed.address(),
                typed.length(),
                text.endsWith("T") ? AddressRow.Origin.TEMPORARY : AddressRow.Origin.SLAAC,
                false,
                text.contains("D") ? AddressRow.State.DEPRECATED : AddressRow.State.PREFERRED,
                0,
                Row.FOREVER,
                Row.FOREVER,
                "test");
    }
}
