package inaba.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.addrconf.AddressConfiguration;
import inaba.api.manage.CommandException;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.core.count.Column;
import inaba.junit.Clause;
import inaba.nd.NeighborDiscovery;
import inaba.ra.Ra6Command;
import inaba.ra.RouterAdvertiser;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host with two routers before it and a server behind them, all of them whole nodes: addresses, neighbours,
/// advertisements and routes find one another by themselves.
class RouterFailureTest {
    private static final int EXPERIMENT = 253;
    private static final Ipv6Address SERVER = Ipv6Address.parse("2001:db8:f::9");

    private final Wire lan = new Wire();
    private final Wire net = new Wire();
    private final Sink sink = new Sink();
    private final Lab lab;
    private final LabNode host;
    private final LabNode first;
    private final LabNode second;

    RouterFailureTest(@TempDir Path state) throws CommandException {
        lab = new Lab(state);
        first = router("first", 1);
        second = router("second", 2);
        var server = node("server", false);
        server.link("eth", net);
        server.address("eth", SERVER + "/64").start(sink);
        host = node("host", false);
        host.link("wan", lan);
        ra(first, "pref high prefix 2001:db8:1::/64 route 2001:db8:e::/48");
        ra(second, "prefix 2001:db8:1::/64");
    }

    @Test
    @Clause({"RFC 4861 §6.3.6a", "RFC 4191 §3.2b", "RFC 4191 §3.5a"})
    void aHostFindsItsRoutersAndLeavesTheBetterOneWhenItFails() throws CommandException {
        lab.advance(Duration.ofSeconds(30));
        var routes = TypedCall.type(new RouteCommand(host.engine()), "show proto ra");
        assertEquals(4, routes.size(), "two default routers, a route and an on-link prefix: " + routes);
        assertEquals(10, arrived(10), "over the better router");
        long over = forwarded(second);
        assertEquals(0, over);

        first.port("lan").carrier(false);
        int lost = 0;
        while (arrived(1) == 0) {
            lost++;
            assertTrue(lost < 60, "the second router is never used");
        }
        assertEquals(20, arrived(20));
        assertTrue(forwarded(second) > 20);

        first.port("lan").carrier(true);
        assertEquals(61, arrived(61), "while packets flow it is probed once a minute");
        long before = forwarded(second);
        assertEquals(10, arrived(10));
        assertEquals(before, forwarded(second), "the better router is back");
    }

    /// Sends a packet each second; how many come to the server.
    private int arrived(int seconds) {
        int before = sink.received;
        for (int i = 0; i < seconds; i++) {
            send();
            lab.advance(Duration.ofSeconds(1));
        }
        return sink.received - before;
    }

    private void send() {
        var output = host.engine().output();
        var packet = output.take(100);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(Ipv6Address.UNSPECIFIED)
                .destination(SERVER);
        output.send(packet.end(packet.start() + 100), 0);
    }

    private static long forwarded(LabNode router) {
        int index = Objects.requireNonNull(router.engine().link("lan")).index();
        return router.engine().board().value(index, Column.FORWARDED);
    }

    private LabNode router(String name, int number) {
        var router = node(name, true);
        router.link("lan", lan);
        router.link("net", net);
        router.address("lan", "2001:db8:1::" + number + "/64").address("net", "2001:db8:f::" + number + "/64");
        return router.start(Components.make(RouterAdvertiser.class));
    }

    private LabNode node(String name, boolean forwarding) {
        return lab.node(name, forwarding)
                .start(Components.make(NeighborDiscovery.class))
                .start(Components.make(AddressConfiguration.class))
                .start(Components.make(RouteProtocol.class));
    }

    private static void ra(LabNode router, String settings) throws CommandException {
        TypedCall.type(new Ra6Command(router.engine()), "set lan on " + settings);
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
            received++;
            return Verdict.Go.DELIVER;
        }
    }
}
