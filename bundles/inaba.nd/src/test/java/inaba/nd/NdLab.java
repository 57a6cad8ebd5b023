package inaba.nd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two nodes on a wire: `a` (fe80::a) has Neighbor Discovery and nothing else, `b` (fe80::b) has nothing, so that it
/// answers solicitations but never asks by itself.
final class NdLab {
    static final MacAddress MAC_A = MacAddress.parse("02:00:00:00:01:01");
    static final MacAddress MAC_B = MacAddress.parse("02:00:00:00:02:01");
    static final MacAddress MAC_C = MacAddress.parse("02:00:00:00:00:0c");
    private static final int EXPERIMENT = 253;

    final Wire wire = new Wire();
    final LabNode a;
    final LabNode b;
    final NeighborDiscovery discovery;
    private final Lab lab;
    private int injected;

    NdLab(Path state, boolean forwarding) {
        this(state, forwarding, Map.of());
    }

    /// @param forwarding whether `a` is a router
    NdLab(Path state, boolean forwarding, Map<String, ?> settings) {
        lab = new Lab(state);
        a = lab.node("a", forwarding);
        b = lab.node("b", false);
        a.link("eth", wire);
        b.link("eth", wire);
        discovery = discovery(settings);
        a.start(discovery);
        a.address("eth", "fe80::a/64");
        b.address("eth", "fe80::b/64");
        lab.settle();
    }

    static NeighborDiscovery discovery(Map<String, ?> settings) {
        return Components.make(NeighborDiscovery.class, settings);
    }

    LinkRow link(LabNode node) {
        return Objects.requireNonNull(node.engine().link("eth"));
    }

    /// Sends a packet with no meaning.
    void send(LabNode from, String source, String destination) {
        send(from, source, destination, 100);
    }

    void send(LabNode from, String source, String destination, int bytes) {
        var output = from.engine().output();
        var packet = output.take(bytes);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.parse(destination));
        output.send(packet.end(packet.start() + bytes), destination.startsWith("fe80") ? 1 : 0);
        lab.settle();
    }

    /// A message of nobody's comes in. What was carried before is forgotten.
    void hears(NdFrame frame) {
        wire.carried();
        wire.inject(frame.bytes());
        lab.settle();
        injected = 1;
    }

    /// What the nodes sent since the last call was exactly this.
    void carried(String... frames) {
        var seen = NdText.of(wire.carried());
        assertEquals(List.of(frames), seen.subList(injected, seen.size()));
        injected = 0;
    }

    /// What the nodes sent until now does not matter.
    void forget() {
        wire.carried();
        injected = 0;
    }

    void advance(long millis) {
        lab.advance(Duration.ofMillis(millis));
    }

    @Nullable
    NeighborRow neighbor(LabNode of, String address) {
        return of.engine().neighbors().get(new NeighborKey(1, Ipv6Address.parse(address)));
    }

    /// The state of a neighbour and, where it is known, its MAC.
    String state(LabNode of, String address) {
        var row = neighbor(of, address);
        if (row == null) {
            return "none";
        }
        String mac = row.mac().equals(MacAddress.ZERO) ? "" : " " + row.mac();
        return row.state() + mac + (row.router() ? " router" : "");
    }

    long total(LabNode of, String counter) {
        return of.engine().counters().totals().getOrDefault(counter, 0L);
    }

    /// A neighbour that a person made.
    void permanent(LabNode node, String address, MacAddress mac) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(
                        1, Ipv6Address.parse(address), mac, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON));
    }

    void route(LabNode node, String prefix, @Nullable String via) {
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(1, via == null ? null : Ipv6Address.parse(via), 1)),
                        1024,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
        lab.settle();
    }
}
