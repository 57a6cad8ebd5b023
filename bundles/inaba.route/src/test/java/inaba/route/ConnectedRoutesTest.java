package inaba.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkException;
import inaba.api.link.LinkRow;
import inaba.api.manage.CommandException;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectedRoutesTest {
    private static final String LAN = "2001:db8:1::/64 dev lan proto kernel metric 256 pref medium";
    private static final String WAN = "2001:db8:2::/64 dev wan proto kernel metric 256 pref medium";

    @TempDir
    Path state;

    @Test
    void aConnectedRouteComesAndGoesWithTheLastAddressOfItsSubnet() throws CommandException {
        var lab = new RouteLab(state);
        lab.host
                .address("lan", "2001:db8:1::1/64")
                .address("lan", "2001:db8:1::2/64")
                .address("wan", "2001:db8:2::1/64");
        assertEquals(List.of(LAN, WAN), lab.routes());
        assertEquals("2001:db8:1::77", lab.nextHop("2001:db8:1::77"));

        var changes = new ArrayList<String>();
        try (var _ = lab.host.engine().routes().watch((before, after) -> changes.add(before + " -> " + after))) {
            remove(lab, "lan", "2001:db8:1::1");
            assertEquals(List.of(), changes, "the other address still holds the route");
        }
        remove(lab, "lan", "2001:db8:1::2");
        assertEquals(List.of(WAN), lab.routes());
        assertNull(lab.nextHop("2001:db8:1::77"));
    }

    @Test
    void anAddressMakesItsRouteOnceItIsKnownToBeUnique() throws CommandException {
        var lab = new RouteLab(state);
        lab.host.address("lan", "2001:db8:1::1/64");
        var key = new AddressKey(link(lab, "lan").index(), Ipv6Address.parse("2001:db8:1::1"));
        var addresses = lab.host.engine().addresses();
        var row = Objects.requireNonNull(addresses.get(key));
        addresses.put(row.withState(AddressRow.State.TENTATIVE));
        assertEquals(List.of(), lab.routes());
        addresses.put(row.withState(AddressRow.State.DEPRECATED));
        assertEquals(List.of(LAN), lab.routes());
        addresses.put(row.withState(AddressRow.State.DUPLICATE));
        assertEquals(List.of(), lab.routes());
    }

    @Test
    void aLinkThatIsSetDownTakesItsConnectedRoutesAlong() throws CommandException {
        var lab = new RouteLab(state);
        lab.host.address("lan", "2001:db8:1::1/64").address("wan", "2001:db8:2::1/64");
        var links = lab.host.engine().links();
        links.put(link(lab, "lan").withAdminUp(false));
        assertEquals(List.of(WAN), lab.routes());
        links.put(link(lab, "lan").withAdminUp(true));
        assertEquals(List.of(LAN, WAN), lab.routes());
    }

    @Test
    void theLinkLocalPrefixIsShownOnEachLinkThatHasSuchAnAddress() throws CommandException {
        var lab = new RouteLab(state);
        lab.host.address("lan", "fe80::1/64");
        assertEquals(List.of("fe80::/64 dev lan proto kernel metric 256 pref medium"), lab.routes());
        assertEquals(List.of(), lab.rows());
    }

    @Test
    void aRouteOverTwoLinksLosesTheNextHopWhoseLinkGoes() throws CommandException, LinkException {
        var lab = new RouteLab(state);
        lab.types("add default nexthop via fe80::1 dev lan weight 2 nexthop via fe80::2 dev wan");
        lab.types("add 2001:db8:5::/48 via fe80::1 dev lan");
        lab.host.engine().linkManager().delete("lan");
        lab.lab.settle();
        assertEquals(List.of("default via fe80::2 dev wan proto static metric 1024 pref medium"), lab.routes());
        assertEquals(0, lab.host.exceptions());
    }

    private static void remove(RouteLab lab, String link, String address) {
        lab.host.engine().addresses().remove(new AddressKey(link(lab, link).index(), Ipv6Address.parse(address)));
        lab.lab.settle();
    }

    private static LinkRow link(RouteLab lab, String name) {
        return Objects.requireNonNull(lab.host.engine().link(name));
    }
}
