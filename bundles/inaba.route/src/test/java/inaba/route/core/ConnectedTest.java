package inaba.route.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.wire.Prefix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectedTest {
    /// RFC 5942 §4 rule 1, RFC 4862 §5.4: which address makes its subnet on-link.
    @ParameterizedTest(name = "{0} {1} {2} makes {3}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:7::1/64  | MANUAL     | PREFERRED  | 2001:db8:7::/64
        2001:db8:7::1/64  | MANUAL     | DEPRECATED | 2001:db8:7::/64
        2001:db8:7::1/64  | MANUAL     | OPTIMISTIC | 2001:db8:7::/64
        2001:db8:7::1/127 | MANUAL     | PREFERRED  | 2001:db8:7::/127
        2001:db8:7::1/64  | MANUAL     | TENTATIVE  |
        2001:db8:7::1/64  | MANUAL     | DUPLICATE  |
        2001:db8:7::1/128 | MANUAL     | PREFERRED  |
        2001:db8:7::1/64  | SLAAC      | PREFERRED  |
        2001:db8:7::1/64  | TEMPORARY  | PREFERRED  |
        fe80::1/64        | LINK_LOCAL | PREFERRED  |
        fe80::1/64        | MANUAL     | PREFERRED  |
        """)
    @Clause("RFC 5942 §4a")
    void anAddressMakesItsSubnetOnLink(String address, Origin origin, State state, String route) {
        var wanted = Connected.wanted(Given.LAN, List.of(Given.address(1, address, origin, state)), Given.OWNER);
        assertEquals(
                route == null ? List.of() : List.of(Prefix.parse(route)),
                wanted.values().stream().map(r -> r.destination()).toList());
    }

    @Test
    void theRouteLooksAsInLinux() {
        var row = Connected.wanted(Given.LAN, List.of(Given.OURS), Given.OWNER)
                .values()
                .iterator()
                .next();
        assertEquals(
                "2001:db8:1::/64 dev lan proto kernel metric 256 pref medium",
                TypedCall.text(RouteText.line(row, Given.scene(), 0)));
    }

    @Test
    void twoAddressesOfASubnetMakeOneRouteAndEachLinkHasItsOwn() {
        var addresses = List.of(
                Given.OURS,
                Given.address(1, "2001:db8:1::2/64", Origin.MANUAL, State.PREFERRED),
                Given.address(2, "2001:db8:1::3/64", Origin.MANUAL, State.PREFERRED));
        var lan = Connected.wanted(Given.LAN, addresses, Given.OWNER);
        var wan = Connected.wanted(Given.WAN, addresses, Given.OWNER);
        assertEquals(1, lan.size());
        assertEquals(1, wan.size());
        assertEquals(false, lan.keySet().equals(wan.keySet()));
    }

    @Test
    void aLinkThatIsSetDownHasNoConnectedRoutes() {
        assertEquals(
                0,
                Connected.wanted(Given.LAN.withAdminUp(false), List.of(Given.OURS), Given.OWNER)
                        .size());
        assertEquals(
                1,
                Connected.wanted(Given.LAN.withCarrier(false), List.of(Given.OURS), Given.OWNER)
                        .size());
    }

    @Test
    void rowsThatAreRightAreLeftAlone() {
        var before = Connected.wanted(Given.LAN, List.of(Given.OURS), Given.OWNER);
        var more = Connected.wanted(
                Given.LAN,
                List.of(Given.OURS, Given.address(1, "2001:db8:9::1/64", Origin.MANUAL, State.PREFERRED)),
                Given.OWNER);
        assertEquals(List.of(), Connected.changes(before, before.values()));
        assertEquals(1, Connected.changes(more, before.values()).size());
        assertEquals(
                List.of(new RouteChange.Remove(before.keySet().iterator().next())),
                Connected.changes(Map.of(), before.values()));
    }
}
