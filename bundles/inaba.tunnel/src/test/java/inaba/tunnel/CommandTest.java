package inaba.tunnel;

import static inaba.tunnel.TunnelLab.A4;
import static inaba.tunnel.TunnelLab.B4;
import static inaba.tunnel.TunnelLab.HOST_B6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.link.LinkRow;
import inaba.api.manage.CommandException;
import inaba.core.command.LinkCommand;
import inaba.core.command.WalkCommand;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    @TempDir
    private Path state;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "t0 mode sit local 192.0.2.1 remote 198.51.100.1",
                "t0 mode sit remote 198.51.100.1 dev wan ttl inherit tos 16 mtu 1400",
                "t0 mode sit local 192.0.2.1 remote 198.51.100.1 mtu 1280 nopmtudisc",
                "t0 mode gre local 192.0.2.1 remote 198.51.100.1 key 7 seq csum",
                "t0 mode gre local 192.0.2.1 remote 198.51.100.1 ikey 7 okey 4000000000",
                "t0 mode ip6gre local 2001:db8:a::1 remote 2001:db8:b::1 ttl 255 tos inherit encaplimit none",
                "t0 mode any local 2001:db8:a::1 remote 2001:db8:b::1 encaplimit 0",
                "t0 mode 6rd local 192.0.2.1 6rd-prefix 2001:db8::/32 6rd-relay_prefix 192.0.0.0/8 relay 192.0.2.254",
                "t0 mode 6to4 local 192.0.2.1 relay 192.88.99.1",
                "t0 mode sit local 192.0.2.1 remote 198.51.100.1 forwarding off down"
            })
    @Clause({"RFC 4213 §3.5a", "RFC 2473 §6.4a"})
    void theConfigurationIsWhatWasTyped(String words) {
        var lab = new TunnelLab(state);
        lab.type(lab.a, "add " + words);
        assertEquals(List.of("add " + words), lab.command(lab.a).configuration());
        lab.type(lab.a, "del t0");
        assertEquals(List.of(), lab.command(lab.a).configuration());
        assertNull(lab.a.engine().link("t0"));
    }

    @Test
    void aTunnelIsShownWithWhatItHas() {
        var lab = new TunnelLab(state);
        lab.type(lab.a, "add t0 mode gre local " + A4 + " remote " + B4 + " key 0x10 ttl 63");
        assertEquals(
                List.of("t0: gre local 192.0.2.1 remote 198.51.100.1 ttl 63 tos 0 ikey 16 okey 16 mtu 1472"),
                lab.type(lab.a, "show t0"));
    }

    @Test
    void aTunnelIsALinkLikeAnyOther() throws CommandException {
        var lab = new TunnelLab(state).join("sit", "");
        var links = new LinkCommand(lab.a.engine());
        var shown = TypedCall.type(links, "show t0").getFirst();
        var expected =
                "3: t0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP,FORWARDING> mtu 1480 driver tunnel:sit 192.0.2.1"
                        + " -> 198.51.100.1 state UP\n    link/none";
        assertEquals(expected, shown.substring(0, expected.length()));
        TypedCall.type(links, "set t0 mtu 1300");
        lab.lab.settle();
        assertEquals(
                List.of("add t0 mode sit local 192.0.2.1 remote 198.51.100.1 mtu 1300"),
                lab.command(lab.a).configuration());
        TypedCall.type(links, "set t0 down");
        assertEquals(List.of("2001:db8:1::1 no route to destination"), lab.ping(lab.hostA, HOST_B6, 100));
        TypedCall.type(links, "set t0 up");
        lab.route(lab.a, "2001:db8:2::/64", "t0", null);
        lab.lab.settle();
        assertEquals(List.of(HOST_B6 + " reply 100"), lab.ping(lab.hostA, HOST_B6, 100));
        TypedCall.type(links, "del t0");
        lab.lab.settle();
        assertEquals(List.of(), lab.type(lab.a, "show"));
    }

    @Test
    void aChangeLeavesTheRestAsItWas() {
        var lab = new TunnelLab(state).join("gre", "key 7 ttl 9");
        var before = link(lab);
        lab.type(lab.a, "change t0 nokey seq");
        assertEquals(
                List.of("add t0 mode gre local 192.0.2.1 remote 198.51.100.1 ttl 9 seq"),
                lab.command(lab.a).configuration());
        assertEquals(before.index(), link(lab).index());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        add t0                                             | tunnel: expected mode sit|6rd
        add t0 mode vti                                    | tunnel: expected sit, 6rd
        add t0 mode sit                                    | tunnel: expected remote ADDR
        add t0 mode sit remote 2001:db8:b::1               | tunnel: mode sit is between IPv4 addresses
        add t0 mode ip6ip6 remote 198.51.100.1             | tunnel: mode ip6ip6 is between IPv6 addresses
        add t0 mode sit remote 224.0.0.9                   | tunnel: the ends of a tunnel are unicast addresses
        add t0 mode sit remote 192.0.2.1                   | tunnel: 192.0.2.1 is an address of this node
        add t0 mode sit remote 198.51.100.1 dev wann       | tunnel: no link named "wann"
        add t0 mode sit remote 198.51.100.1 key 7          | tunnel: keys are for modes gre and ip6gre
        add t0 mode sit remote 198.51.100.1 csum           | tunnel: seq and csum are for modes gre and ip6gre
        add t0 mode sit remote 198.51.100.1 ttl 0          | tunnel: expected a TTL from 1 to 255, or inherit
        add t0 mode sit remote 198.51.100.1 mtu 1000       | tunnel: expected an MTU from 1280 to 65535
        add t0 mode ip6ip6 remote fe80::1                  | tunnel: a link-local remote needs dev LINK
        add t0 mode 6rd local 192.0.2.1                    | tunnel: expected 6rd-prefix PREFIX
        add t0 mode 6rd local 192.0.2.1 6rd-prefix 2001:db8::/40 | tunnel: a /40 leaves no room for 32 bits
        add t0 mode 6to4                                   | tunnel: expected local ADDR
        add t0 mode 6to4 local 192.0.2.1 remote 1.2.3.4    | tunnel: the other end of mode 6to4 is told by each packet
        add wan mode sit remote 198.51.100.1               | tunnel: link wan exists
        add 1 mode sit remote 198.51.100.1                 | tunnel: expected NAME after "add", not "1"
        add t1 mode sit local 192.0.2.1 remote 198.51.100.9 | tunnel: tunnel t9 is between the same ends
        change t7 ttl 9                                    | tunnel: no tunnel named "t7"
        del wan                                            | tunnel: no tunnel named "wan"
        """)
    @Clause("RFC 2473 §4.1.2a")
    void whatIsWrongIsSaid(String words, String error) {
        var lab = new TunnelLab(state);
        lab.type(lab.a, "add t9 mode sit local 192.0.2.1 remote 198.51.100.9");
        var failed = assertThrows(CommandException.class, () -> TypedCall.type(lab.command(lab.a), words));
        assertEquals(error, String.valueOf(failed.getMessage()).substring(0, error.length()));
    }

    @Test
    void aWalkShowsTheTunnelAndTheWayOfTheOuterPacket() throws CommandException {
        var lab = new TunnelLab(state).join("sit", "");
        lab.ping(lab.hostA, HOST_B6, 100);
        var walk = new WalkCommand(lab.a.engine());
        var steps = TypedCall.type(walk, "from 2001:db8:1::2 to " + HOST_B6 + " dev lan").stream()
                .map(line -> line.split(" ", 3)[0] + " " + line.split(" ", 3)[1])
                .toList();
        assertEquals(List.of("input GO", "route GO", "tunnel GO", "route GO", "transmit FORWARD"), steps);
        assertEquals(
                "tunnel GO t0 sit 192.0.2.1 -> 198.51.100.1 inaba.tunnel RFC 2473 §3.1, RFC 4213 §3.5",
                TypedCall.type(walk, "from 2001:db8:1::2 to " + HOST_B6 + " dev lan")
                        .get(2));
        lab.addsUp();
    }

    private static LinkRow link(TunnelLab lab) {
        return Objects.requireNonNull(lab.a.engine().link("t0"));
    }
}
