package inaba.route.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.manage.CommandException;
import inaba.api.table.Row;
import inaba.testkit.TypedCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteWordsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        default via fe80::9%wan              | default via fe80::9 dev wan proto static metric 1024 pref medium
        default via fe80::9%2 dev wan        | default via fe80::9 dev wan proto static metric 1024 pref medium
        default nexthop via fe80::9%wan nexthop via 2001:db8:1::9 | default proto static metric 1024 pref medium / nexthop via fe80::9 dev wan weight 1 / nexthop via 2001:db8:1::9 dev lan weight 1
        default via fe80::9 dev wan          | default via fe80::9 dev wan proto static metric 1024 pref medium
        ::/0 dev wan via fe80::9             | default via fe80::9 dev wan proto static metric 1024 pref medium
        2001:db8:5::/48 via 2001:db8:1::9    | 2001:db8:5::/48 via 2001:db8:1::9 dev lan proto static metric 1024 pref medium
        2001:db8:5::/48 via 2001:db8:2::9    | 2001:db8:5::/48 via 2001:db8:2::9 dev wan proto static metric 1024 pref medium
        2001:db8:5::7 dev lan                | 2001:db8:5::7 dev lan proto static metric 1024 pref medium
        2001:db8:5::/48 dev lan metric 5 pref high mtu 1400 src 2001:db8:1::1 | 2001:db8:5::/48 dev lan proto static src 2001:db8:1::1 metric 5 mtu 1400 pref high
        default from 2001:db8:1::/64 via fe80::9 dev wan pref low | default from 2001:db8:1::/64 via fe80::9 dev wan proto static metric 1024 pref low
        default via fe80::9 dev red table red | default via fe80::9 dev red table red proto static metric 1024 pref medium
        blackhole 2001:db8:5::/48            | blackhole 2001:db8:5::/48 proto static metric 1024 pref medium
        unreachable default metric 9999      | unreachable default proto static metric 9999 pref medium
        prohibit 2001:db8:5::/48 from 2001:db8:1::/64 | prohibit 2001:db8:5::/48 from 2001:db8:1::/64 proto static metric 1024 pref medium
        default nexthop via fe80::9 dev wan weight 3 nexthop via 2001:db8:1::9 metric 7 | default proto static metric 7 pref medium / nexthop via fe80::9 dev wan weight 3 / nexthop via 2001:db8:1::9 dev lan weight 1
        """)
    void aRouteIsReadAndShownAsInIproute2(String words, String shown) throws CommandException {
        var row = Given.row(words);
        assertEquals(shown, TypedCall.text(RouteText.line(row, Given.scene(), 0)));
        assertEquals(Row.PERSON, row.owner());
        assertEquals(
                row,
                Given.row(RouteText.words(row, Given.scene())),
                "the words that the configuration keeps make it again");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                                       | 2 | expected a prefix
        2001:db8::1/64 dev lan                   | 2 | bits set behind its length
        2001:db8::/129 dev lan                   | 2 | is not a number from 0 to 128
        2001:db8::/48                            | 2 | expected via ADDR, dev LINK or nexthop
        2001:db8::/48 metric 5                   | 2 | expected via ADDR, dev LINK or nexthop
        2001:db8::/48 dev nosuch                 | 1 | no link named "nosuch"; there are
        2001:db8::/48 dev                        | 2 | expected LINK after "dev"
        2001:db8::/48 via fe80::9                | 2 | say on which link, as fe80::9%LINK or with dev LINK
        2001:db8::/48 via fe80::9%lan dev wan    | 2 | expected one link, not both lan and wan
        2001:db8::/48 via fe80::9%nosuch         | 1 | no link named "nosuch"
        default nexthop via fe80::9%lan dev wan  | 2 | expected one link, not both lan and wan
        2001:db8::/48 via 2001:db8:77::1         | 1 | is on no link of table main
        2001:db8::/48 via 2001:db8:1::9 table red | 1 | is on no link of table red
        2001:db8::/48 via 2001:db8:1::1          | 1 | is an address of this node
        2001:db8::/48 via ff02::1 dev lan        | 1 | is not the address of a neighbour
        2001:db8::/48 via :: dev lan             | 1 | is not the address of a neighbour
        2001:db8::/48 dev lan src 2001:db8:1::5  | 1 | is no address of this node
        2001:db8::/48 dev lan metric 0           | 2 | expected a metric from 1 to 2147483647
        2001:db8::/48 dev lan metric x           | 2 | not a whole number
        2001:db8::/48 dev lan mtu 1279           | 2 | expected an MTU from 1280 to 65535
        2001:db8::/48 dev lan pref better        | 2 | expected high, medium or low
        2001:db8::/48 dev lan table a/b          | 2 | a table's name has
        2001:db8::/48 dev lan speed 5            | 2 | expected from, via, dev, src, metric, pref, mtu, table or nexthop after "lan", not "speed"
        blackhole 2001:db8::/48 dev lan          | 2 | blackhole leads nowhere
        default dev lan nexthop via fe80::1 dev lan | 2 | via and dev stand behind each nexthop
        default nexthop weight 5                 | 2 | expected via ADDR or dev LINK
        default nexthop via fe80::1 dev lan weight 257 | 2 | expected a weight from 1 to 256
        default nexthop via fe80::1              | 2 | say on which link, as fe80::1%LINK or with dev LINK
        ff02::/16 dev lan                        | 1 | multicast
        fe80::/64 dev lan                        | 1 | on every link, without a route
        ::ffff:10.0.0.0/104 dev lan              | 1 | stands for IPv4
        default from ff00::/8 dev lan            | 1 | no packet has a multicast source
        """)
    void aWrongWordIsNamed(String words, int exit, String says) {
        var error = assertThrows(CommandException.class, () -> Given.row(words));
        assertTrue(String.valueOf(error.getMessage()).contains(says), error.getMessage());
        assertEquals(exit, error.exitCode(), error.getMessage());
    }

    @ParameterizedTest(name = "{0} deletes {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        default                                | default via fe80::9 dev wan                  | true
        default via fe80::9                    | default via fe80::9 dev wan                  | usage
        default via fe80::9 dev wan            | default via fe80::9 dev wan                  | true
        default via fe80::8 dev wan            | default via fe80::9 dev wan                  | false
        default dev wan                        | default via fe80::9 dev wan                  | true
        default dev lan                        | default via fe80::9 dev wan                  | false
        default metric 1024                    | default via fe80::9 dev wan                  | true
        default metric 5                       | default via fe80::9 dev wan                  | false
        default pref high                      | default via fe80::9 dev wan                  | false
        default mtu 1400                       | default via fe80::9 dev wan mtu 1400         | true
        default from 2001:db8:1::/64           | default via fe80::9 dev wan                  | false
        default                                | default from 2001:db8:1::/64 via fe80::9 dev wan | false
        default from 2001:db8:1::/64           | default from 2001:db8:1::/64 via fe80::9 dev wan | true
        blackhole 2001:db8::/48                | blackhole 2001:db8::/48                      | true
        2001:db8::/48                          | blackhole 2001:db8::/48                      | true
        unreachable 2001:db8::/48              | blackhole 2001:db8::/48                      | false
        2001:db8::/47                          | blackhole 2001:db8::/48                      | false
        default table red                      | default dev red table red                    | true
        default                                | default dev red table red                    | false
        """)
    void deletingMatchesWhatWasSaid(String words, String route, String matches) throws CommandException {
        var row = Given.row(route);
        if (matches.equals("usage")) {
            assertThrows(CommandException.class, () -> RouteWords.parse(Given.args(words), Given.scene()));
        } else {
            var spec = RouteWords.parse(Given.args(words), Given.scene());
            assertEquals(Boolean.parseBoolean(matches), spec.matches(row));
            assertTrue(!spec.matches(row) || spec.without(row) == null, "a route with one next hop goes as a whole");
        }
    }

    @Test
    void deletingOneOfSeveralNextHopsLeavesTheOthers() throws CommandException {
        var row = Given.row(
                "default nexthop via fe80::8 dev wan nexthop via fe80::9 dev wan weight 2 nexthop via fe80::9 dev lan");
        var spec = RouteWords.parse(Given.args("default via fe80::9 dev wan"), Given.scene());
        assertTrue(spec.matches(row));
        var left = spec.without(row);
        assertEquals(Given.row("default nexthop via fe80::8 dev wan nexthop via fe80::9 dev lan"), left);
        assertNull(RouteWords.parse(Given.args("default"), Given.scene()).without(row));
        assertFalse(RouteWords.parse(Given.args("default via fe80::7 dev wan"), Given.scene())
                .matches(row));
    }

    @Test
    void aGatewayIsFoundByTheLongestOnLinkPrefix() throws CommandException {
        var routes = List.of(Given.row("2001:db8:9::/48 dev wan"));
        var scene = new Scene(
                inaba.wire.IpFamily.IPV6,
                List.of(Given.LAN, Given.WAN),
                List.of(Given.address(1, "2001:db8::1/32", Origin.MANUAL, State.PREFERRED)),
                () -> routes);
        assertEquals(Given.WAN, scene.linkOf(inaba.wire.Ipv6Address.parse("2001:db8:9::1"), "main"));
        assertEquals(Given.LAN, scene.linkOf(inaba.wire.Ipv6Address.parse("2001:db8:8::1"), "main"));
        assertNull(scene.linkOf(inaba.wire.Ipv6Address.parse("2001:db8:8::1"), "red"));
    }

    @ParameterizedTest(name = "show {0}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                      | 3
        default                 | 1
        dev wan                 | 2
        dev lan                 | 1
        proto static            | 3
        proto ra                | 0
        table red               | 0
        2001:db8:5::/48 dev wan | 1
        """)
    void aFilterShowsWhatItNames(String words, int count) throws CommandException {
        var rows = List.of(
                Given.row("default via fe80::9 dev wan"),
                Given.row("2001:db8:5::/48 dev wan"),
                Given.row("2001:db8:6::/48 dev lan"));
        var filter = RouteFilter.parse(Given.args(words), Given.scene());
        assertEquals(count, rows.stream().filter(filter::shows).count());
    }
}
