package inaba.pmtu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host behind a router with a narrow link: what the host sends after the router has complained.
class PathMtuDiscoveryTest {
    private static final int EXPERIMENT = 253;
    private static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:1::a");
    private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:1::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:2::b");

    @TempDir
    Path state;

    @Test
    void afterPacketTooBigTheHostCutsItsPacketsAndTriesTheWholeLinkAgainTenMinutesLater() {
        var lab = new Lab(state);
        var wire = new Wire();
        var host = lab.node("host", false).start(Components.make(PathMtuDiscovery.class));
        var router = lab.node("router", false);
        host.link("eth", wire);
        router.link("lan", wire);
        host.address("eth", HOST + "/64");
        router.address("lan", ROUTER + "/64");
        toRouter(host, router);
        lab.settle();

        send(host, FAR, 1400);
        assertEquals(List.of(1414), lengths(lab, wire));
        complain(router, 1300);
        lab.settle();
        assertEquals(1300, host.engine().pathMtus().rows().getFirst().mtu());
        wire.carried();

        send(host, FAR, 1400);
        var cut = lengths(lab, wire);
        assertEquals(2, cut.size());
        assertTrue(cut.stream().allMatch(n -> n <= 1314), cut.toString());

        lab.advance(Duration.ofMinutes(10));
        assertNull(host.engine().pathMtus().get(new PathMtuRow.Key(0, FAR)));
        send(host, FAR, 1400);
        assertEquals(List.of(1414), lengths(lab, wire));
    }

    private static List<Integer> lengths(Lab lab, Wire wire) {
        lab.settle();
        return wire.carried().stream().map(f -> f.bytes().length).toList();
    }

    private static void send(LabNode from, Ipv6Address to, int length) {
        var output = from.engine().output();
        var packet = output.take(length);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(HOST)
                .destination(to);
        output.send(packet.end(packet.start() + length), 0);
    }

    /// The router says that the packet from the host to the far end was too long.
    private static void complain(LabNode router, int mtu) {
        var output = router.engine().output();
        int message = ErrorMessage.FIXED_BYTES + Ipv6Header.BYTES;
        var packet = output.take(Ipv6Header.BYTES + message);
        long at = packet.start();
        new Ipv6Header(packet.memory(), at)
                .start(0, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(64)
                .source(ROUTER)
                .destination(HOST);
        long error = at + Ipv6Header.BYTES;
        new ErrorMessage(packet.memory().asSlice(error, message)).start(Icmpv6Type.PACKET_TOO_BIG, 0, mtu);
        new Ipv6Header(packet.memory(), error + ErrorMessage.FIXED_BYTES)
                .start(0, 0)
                .source(HOST)
                .destination(FAR);
        var host = router.engine().neighbors().rows().getFirst().mac();
        output.sendTo(packet.end(error + message), 1, host);
    }

    private static void toRouter(LabNode host, LabNode router) {
        neighbor(host, ROUTER, router, "lan");
        neighbor(router, HOST, host, "eth");
        host.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.ALL,
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(1, ROUTER, 1)),
                        1024,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    private static void neighbor(LabNode of, Ipv6Address address, LabNode peer, String link) {
        var mac = peer.port(link).mac();
        var state = NeighborRow.State.PERMANENT;
        of.engine().neighbors().put(new NeighborRow(1, address, mac, state, false, 0, 0, 0, Row.PERSON));
    }
}
