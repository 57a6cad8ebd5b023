package inaba.core.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import inaba.api.link.AddressRow;
import inaba.api.table.Row;
import inaba.core.output.DestinationSelection.Choice;
import inaba.junit.Clause;
import inaba.wire.Ipv4Text;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 6724 §10, each with the sources that it says. A candidate ends in D when it is deprecated and in
/// T when it is temporary; all of IPv6 have subnets of 64 bits, unless said, and are on the outgoing link.
class DestinationSelectionTest {
    private static final int OUT = 1;

    @ParameterizedTest(name = "to {0} from {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:1::1            | 2001:db8:3::1 fe80::1                            | 2001:db8:3::1
        ff05::1                  | 2001:db8:3::1 fe80::1                            | 2001:db8:3::1
        2001:db8:1::1            | 2001:db8:1::1D 2001:db8:2::1                     | 2001:db8:1::1
        fe80::1                  | fe80::2D 2001:db8:1::1                           | fe80::2
        2001:db8:1::1            | 2001:db8:1::2 2001:db8:3::2                      | 2001:db8:1::2
        2002:c633:6401::1        | 2002:c633:6401:0:d5e3:7953:13eb:22e8T 2001:db8:1::2 | 2002:c633:6401:0:d5e3:7953:13eb:22e8
        2001:db8:1::d5e3:0:0:1   | 2001:db8:1::2 2001:db8:1:0:d5e3:7953:13eb:22e8T  | 2001:db8:1:0:d5e3:7953:13eb:22e8
        ff00::1                  | 2001:db8:1::1 fd11:1111:1111:1::1                | 2001:db8:1::1
        """)
    @Clause({"RFC 6724 §10.1", "RFC 6724 §5", "RFC 6724 §10.6"})
    void defaultSourceAddressSelection(String destination, String candidates, String source) {
        assertEquals(address(source), pick(new PolicyTable(), candidates, address(destination)));
    }

    @ParameterizedTest(name = "{0} from {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:1::1 198.51.100.121  | 2001:db8:1::2 fe80::1 169.254.13.78       | 2001:db8:1::1/2001:db8:1::2 198.51.100.121/169.254.13.78
        2001:db8:1::1 198.51.100.121  | fe80::1 198.51.100.117                    | 198.51.100.121/198.51.100.117 2001:db8:1::1/fe80::1
        2001:db8:1::1 10.1.2.3        | 2001:db8:1::2 fe80::1 10.1.2.4            | 2001:db8:1::1/2001:db8:1::2 10.1.2.3/10.1.2.4
        2001:db8:1::1 fe80::1         | 2001:db8:1::2 fe80::2                     | fe80::1/fe80::2 2001:db8:1::1/2001:db8:1::2
        2001:db8:1::1 fe80::1         | 2001:db8:1::2 fe80::2D                    | 2001:db8:1::1/2001:db8:1::2 fe80::1/fe80::2
        2001:db8:1::1 2001:db8:3ffe::1| 2001:db8:1::2 2001:db8:3f44::2 fe80::2    | 2001:db8:1::1/2001:db8:1::2 2001:db8:3ffe::1/2001:db8:3f44::2
        2002:c633:6401::1 2001:db8:1::1 | 2002:c633:6401::2 fe80::2               | 2002:c633:6401::1/2002:c633:6401::2 2001:db8:1::1/2002:c633:6401::2
        2002:c633:6401::1 2001:db8:1::1 | 2002:c633:6401::2 2001:db8:1::2 fe80::2 | 2001:db8:1::1/2001:db8:1::2 2002:c633:6401::1/2002:c633:6401::2
        2001:db8:1bbb::b 2001:db8:70bb::b | 2001:db8:1aaa::a 2001:db8:70aa::a fe80::a | 2001:db8:70bb::b/2001:db8:70aa::a 2001:db8:1bbb::b/2001:db8:1aaa::a
        2001:db8:1ccc::c 2001:db8:6ccc::c | 2001:db8:1aaa::a 2001:db8:70aa::a fe80::a | 2001:db8:1ccc::c/2001:db8:1aaa::a 2001:db8:6ccc::c/2001:db8:70aa::a
        2001:db8:2::2 fd22:2222:2222:2::2 | 2001:db8:1::1 fd11:1111:1111:1::1     | 2001:db8:2::2/2001:db8:1::1 fd22:2222:2222:2::2/fd11:1111:1111:1::1
        2001:db8:1::1 203.0.113.1     | 2002:c633:6401::2 10.1.2.3                | 203.0.113.1/10.1.2.3 2001:db8:1::1/2002:c633:6401::2
        """)
    @Clause({"RFC 6724 §10.2", "RFC 6724 §6", "RFC 6724 §6b", "RFC 6724 §2.1b"})
    void defaultDestinationAddressSelection(String destinations, String candidates, String expected) {
        assertOrder(new PolicyTable(), destinations, candidates, expected);
    }

    @ParameterizedTest(name = "with {0}: {1} from {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        ::ffff:0:0/96 100 4         | 2001:db8::1 198.51.100.121 | 2001:db8::2 fe80::1 169.254.13.78 | 2001:db8::1/2001:db8::2 198.51.100.121/169.254.13.78
        ::ffff:0:0/96 100 4         | 2001:db8::1 198.51.100.121 | fe80::1 198.51.100.117            | 198.51.100.121/198.51.100.117 2001:db8::1/fe80::1
        ::ffff:0:0/96 100 4         | 2001:db8::1 10.1.2.3       | 2001:db8::2 fe80::1 10.1.2.4      | 10.1.2.3/10.1.2.4 2001:db8::1/2001:db8::2
        fe80::/10 33 1              | 2001:db8::1 fe80::1        | 2001:db8::2 fe80::2               | 2001:db8::1/2001:db8::2 fe80::1/fe80::2
        fe80::/10 33 1              | 2001:db8::1 fe80::1        | 2001:db8::2D fe80::2              | fe80::1/fe80::2 2001:db8::1/2001:db8::2
        2001:db8:1aaa::/48 43 6, 2001:db8:1bbb::/48 43 6 | 2001:db8:1bbb::b 2001:db8:70bb::b | 2001:db8:1aaa::a 2001:db8:70aa::a fe80::a | 2001:db8:1bbb::b/2001:db8:1aaa::a 2001:db8:70bb::b/2001:db8:70aa::a
        2001:db8:1aaa::/48 43 6, 2001:db8:1bbb::/48 43 6 | 2001:db8:1ccc::c 2001:db8:6ccc::c | 2001:db8:1aaa::a 2001:db8:70aa::a fe80::a | 2001:db8:6ccc::c/2001:db8:70aa::a 2001:db8:1ccc::c/2001:db8:70aa::a
        fd11:1111:1111::/48 45 14   | 2001:db8:2::2 fd22:2222:2222:2::2 | 2001:db8:1::1 fd11:1111:1111:1::1 | 2001:db8:2::2/2001:db8:1::1 fd22:2222:2222:2::2/fd11:1111:1111:1::1
        fd11:1111:1111::/48 45 14   | 2001:db8:2::2 fd11:1111:1111:2::2 | 2001:db8:1::1 fd11:1111:1111:1::1 | fd11:1111:1111:2::2/fd11:1111:1111:1::1 2001:db8:2::2/2001:db8:1::1
        2002:c633:6401::/48 45 14   | 2002:c633:6401:2::2 203.0.113.1   | 2002:c633:6401:1::1 10.1.2.3      | 2002:c633:6401:2::2/2002:c633:6401:1::1 203.0.113.1/10.1.2.3
        """)
    @Clause({"RFC 6724 §10.3", "RFC 6724 §2.1"})
    void configuredPolicy(String entries, String destinations, String candidates, String expected) {
        var policy = new PolicyTable();
        for (var entry : entries.split(", ")) {
            var words = entry.strip().split(" ");
            policy.add(new PolicyTable.Entry(
                    Prefix.parse(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        assertOrder(policy, destinations, candidates, expected);
    }

    @Test
    @Clause("RFC 6724 §6")
    void whatCannotBeReachedComesLastAndEqualsStayAsTheyCame() {
        var source = row("2001:db8::2");
        var choices = new ArrayList<Choice>();
        for (var text : List.of("2001:db8::b", "2001:db8::a", "2001:db8::c")) {
            choices.add(new Choice(address(text), OUT, source, !text.endsWith("b")));
        }
        choices.addFirst(new Choice(address("2001:db8::d"), 0, null, true));
        assertEquals(
                List.of("2001:db8::a", "2001:db8::c", "2001:db8::b", "2001:db8::d"),
                new DestinationSelection(new PolicyTable())
                        .order(choices).stream()
                                .map(c -> c.destination().toString())
                                .toList());
    }

    @Test
    @Clause("RFC 6724 §5d")
    void thePrivacyPreferenceCanBeTurnedRound() {
        var policy = new PolicyTable();
        policy.preferTemporary(false);
        var both = "2001:db8:1::2 2001:db8:1:0:d5e3:7953:13eb:22e8T";
        assertEquals(address("2001:db8:1::2"), pick(policy, both, address("2001:db8:1::d5e3:0:0:1")));
        assertFalse(policy.prefersTemporary());
    }

    private static void assertOrder(PolicyTable policy, String destinations, String candidates, String expected) {
        var rows = rows(candidates);
        for (var list : List.of(words(destinations), words(destinations).reversed())) {
            var choices = list.stream()
                    .map(text -> {
                        var to = address(text);
                        var source = pick(policy, candidates, to);
                        return new Choice(to, OUT, source == null ? null : rows.get(source), true);
                    })
                    .toList();
            var order = new DestinationSelection(policy)
                    .order(choices).stream().map(DestinationSelectionTest::text).toList();
            assertEquals(words(expected), order);
        }
    }

    private static String text(Choice one) {
        return text(one.destination())
                + (one.source() == null ? "" : "/" + text(one.source().address()));
    }

    private static String text(Ipv6Address address) {
        return address.isMapped() ? Ipv4Text.print(address.toIpv4()) : address.toString();
    }

    private static @Nullable Ipv6Address pick(PolicyTable policy, String candidates, Ipv6Address to) {
        return new SourceSelection(policy).pick(ofFamily(candidates, to), to, OUT, (_, _) -> false);
    }

    /// RFC 6724 §5: only IPv6 addresses are candidates for an IPv6 destination.
    private static List<AddressRow> ofFamily(String candidates, Ipv6Address to) {
        return rows(candidates).values().stream()
                .filter(row -> row.address().isMapped() == to.isMapped())
                .toList();
    }

    private static Map<Ipv6Address, AddressRow> rows(String candidates) {
        var rows = new LinkedHashMap<Ipv6Address, AddressRow>();
        words(candidates).forEach(text -> rows.put(row(text).address(), row(text)));
        return rows;
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+"));
    }

    private static Ipv6Address address(String text) {
        return text.contains(":") ? Ipv6Address.parse(text) : Ipv6Address.parse("::ffff:" + text);
    }

    private static AddressRow row(String text) {
        var address = address(text.replace("D", "").replace("T", ""));
        return new AddressRow(
                OUT,
                address,
                address.isMapped() ? 120 : 64,
                text.endsWith("T") ? AddressRow.Origin.TEMPORARY : AddressRow.Origin.SLAAC,
                false,
                text.endsWith("D") ? AddressRow.State.DEPRECATED : AddressRow.State.PREFERRED,
                0,
                Row.FOREVER,
                Row.FOREVER,
                "test");
    }
}
