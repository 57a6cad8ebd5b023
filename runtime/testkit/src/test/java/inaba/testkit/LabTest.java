package inaba.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.count.Column;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine itself, without protocols: neighbours and routes are put into its tables by hand.
class LabTest {
    private static final int EXPERIMENT = 253;
    private static final Ipv6Address A = Ipv6Address.parse("2001:db8:1::a");
    private static final Ipv6Address B = Ipv6Address.parse("2001:db8:2::b");

    @TempDir
    Path state;

    @Test
    void aRouterForwardsBetweenTwoHostsAndItsCountersAddUp() {
        var lab = new Lab(state);
        var left = new Wire();
        var right = new Wire();
        var host = lab.node("host", false);
        var router = lab.node("router", true);
        var server = lab.node("server", false);
        host.link("eth", left);
        router.link("lan", left);
        router.link("wan", right);
        server.link("eth", right);
        host.address("eth", "2001:db8:1::a/64");
        router.address("lan", "2001:db8:1::1/64").address("wan", "2001:db8:2::1/64");
        server.address("eth", "2001:db8:2::b/64");
        route(host, "::/0", 1, "2001:db8:1::1");
        route(router, "2001:db8:1::/64", 1, null);
        route(router, "2001:db8:2::/64", 2, null);
        neighbor(host, 1, "2001:db8:1::1", "lan", router);
        neighbor(router, 2, B.toString(), "eth", server);
        var sink = new Sink();
        server.start(sink);
        lab.settle();
        int ready = router.engine().pool().outstanding();

        for (int i = 0; i < 1000; i++) {
            send(host, A, B);
        }
        lab.settle();

        assertEquals(1000, sink.received);
        assertEquals(1000, router.engine().board().value(1, Column.FORWARDED));
        assertTrue(router.addsUp("lan"));
        assertTrue(server.addsUp("eth"));
        assertEquals(ready, router.engine().pool().outstanding());
    }

    private static void send(LabNode from, Ipv6Address source, Ipv6Address destination) {
        var output = from.engine().output();
        var packet = output.take(100);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(source)
                .destination(destination);
        output.send(packet.end(packet.start() + 100), 0);
        from.engine().endTurn();
    }

    private static void route(LabNode node, String prefix, int link, @Nullable String via) {
        var hop = new NextHop(link, via == null ? null : Ipv6Address.parse(via), 1);
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(hop),
                        1024,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    private static void neighbor(LabNode node, int link, String address, String peerLink, LabNode peer) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(
                        link,
                        Ipv6Address.parse(address),
                        peer.port(peerLink).mac(),
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
    }

    private static final class Sink implements Protocol {
        private int received;

        @Override
        public String slot() {
            return "sink";
        }

        @Override
        public void start(Node node) {}

        @Override
        public void stop() {}

        @Override
        public Set<Integer> nextHeaders() {
            return Set.of(EXPERIMENT);
        }

        @Override
        public Verdict receive(Packet packet) {
            assertEquals(EXPERIMENT, packet.upperProtocol());
            received++;
            return Verdict.Go.DELIVER;
        }
    }
}
