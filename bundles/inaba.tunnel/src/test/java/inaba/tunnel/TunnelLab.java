package inaba.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.icmp6.Icmp6;
import inaba.ip4.arp.Arp;
import inaba.ip4.icmp.Icmp4;
import inaba.nd.NeighborDiscovery;
import inaba.pmtu.PathMtuDiscovery;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// hostA - lanA - a - wireA - middle - wireB - b - lanB - hostB, both families everywhere. The ends of tunnels are `a`,
/// 192.0.2.1 and 2001:db8:a::1, and `b`, 198.51.100.1 and 2001:db8:b::1; the hosts are 10.1.0.2, 2001:db8:1::2 and
/// 10.2.0.2, 2001:db8:2::2, and know of each other through tunnels only.
final class TunnelLab {
    static final String A4 = "192.0.2.1";
    static final String B4 = "198.51.100.1";
    static final String A6 = "2001:db8:a::1";
    static final String B6 = "2001:db8:b::1";
    static final String HOST_A4 = "10.1.0.2";
    static final String HOST_B4 = "10.2.0.2";
    static final String HOST_A6 = "2001:db8:1::2";
    static final String HOST_B6 = "2001:db8:2::2";

    final Lab lab;
    final Wire lanA = new Wire();
    final Wire wireA = new Wire();
    final Wire wireB = new Wire();
    final Wire lanB = new Wire();
    final LabNode hostA;
    final LabNode a;
    final LabNode middle;
    final LabNode b;
    final LabNode hostB;
    final Heard heardA = new Heard();
    final Heard heardOnA = new Heard();
    final TunnelProtocol tunnelsOfA = new TunnelProtocol();
    private final Map<LabNode, TunnelCommand> commands = new LinkedHashMap<>();

    TunnelLab(Path state) {
        this(state, 1500);
    }

    /// @param lan MTU of the hosts' links
    TunnelLab(Path state, int lan) {
        lab = new Lab(state);
        hostA = lab.node("hostA", false);
        a = lab.node("a", true);
        middle = lab.node("middle", true);
        b = lab.node("b", true);
        hostB = lab.node("hostB", false);
        hostA.link("eth", lanA, lan);
        a.link("lan", lanA, lan);
        a.link("wan", wireA, lan);
        middle.link("a", wireA, lan);
        middle.link("b", wireB, lan);
        b.link("wan", wireB, lan);
        b.link("lan", lanB, lan);
        hostB.link("eth", lanB, lan);
        for (var node : List.of(hostA, a, middle, b, hostB)) {
            node.start(Components.make(Arp.class));
            node.start(Components.make(Icmp4.class));
            node.start(Components.make(NeighborDiscovery.class));
            node.start(Components.make(Icmp6.class));
            node.start(Components.make(PathMtuDiscovery.class));
            node.start(Components.make(RouteProtocol.class));
            commands.put(node, new TunnelCommand(node.engine()));
        }
        hostA.start(heardA);
        a.start(heardOnA);
        a.start(tunnelsOfA);
        b.start(new TunnelProtocol());
        addresses();
        routes();
        lab.advance(Duration.ofSeconds(5));
        forget();
    }

    private void addresses() {
        hostA.address("eth", HOST_A4 + "/24").address("eth", HOST_A6 + "/64");
        a.address("lan", "10.1.0.1/24").address("lan", "2001:db8:1::1/64");
        a.address("wan", A4 + "/24").address("wan", A6 + "/64");
        middle.address("a", "192.0.2.254/24").address("a", "2001:db8:a::fe/64");
        middle.address("b", "198.51.100.254/24").address("b", "2001:db8:b::fe/64");
        b.address("wan", B4 + "/24").address("wan", B6 + "/64");
        b.address("lan", "10.2.0.1/24").address("lan", "2001:db8:2::1/64");
        hostB.address("eth", HOST_B4 + "/24").address("eth", HOST_B6 + "/64");
    }

    private void routes() {
        route(hostA, "0.0.0.0/0", "eth", "10.1.0.1");
        route(hostA, "::/0", "eth", "2001:db8:1::1");
        route(hostB, "0.0.0.0/0", "eth", "10.2.0.1");
        route(hostB, "::/0", "eth", "2001:db8:2::1");
        route(a, "198.51.100.0/24", "wan", "192.0.2.254");
        route(a, "2001:db8:b::/64", "wan", "2001:db8:a::fe");
        route(b, "192.0.2.0/24", "wan", "198.51.100.254");
        route(b, "2001:db8:a::/64", "wan", "2001:db8:b::fe");
    }

    /// A tunnel of this mode on both ends, through which the hosts reach each other.
    TunnelLab join(String mode, String options) {
        boolean ipv4 = List.of("sit", "ipip", "gre").contains(mode);
        type(a, "add t0 mode " + mode + " local " + (ipv4 ? A4 : A6) + " remote " + (ipv4 ? B4 : B6) + " " + options);
        type(b, "add t0 mode " + mode + " local " + (ipv4 ? B4 : B6) + " remote " + (ipv4 ? A4 : A6) + " " + options);
        through("t0");
        return this;
    }

    /// Routes of both hosts' families lead through this link on both ends.
    void through(String link) {
        route(a, "10.2.0.0/24", link, null);
        route(a, "2001:db8:2::/64", link, null);
        route(b, "10.1.0.0/24", link, null);
        route(b, "2001:db8:1::/64", link, null);
        lab.settle();
        forget();
    }

    List<String> type(LabNode node, String words) {
        try {
            var lines = TypedCall.type(Objects.requireNonNull(commands.get(node)), words);
            lab.settle();
            return lines;
        } catch (CommandException failed) {
            throw new IllegalArgumentException(failed.getMessage(), failed);
        }
    }

    TunnelCommand command(LabNode node) {
        return Objects.requireNonNull(commands.get(node));
    }

    void route(LabNode node, String prefix, String link, @Nullable String via) {
        var family = prefix.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4;
        int index = Objects.requireNonNull(node.engine().link(link)).index();
        var hop = new NextHop(index, via == null ? null : family.parseAddress(via), 1);
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        family.parsePrefix(prefix),
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

    /// The MTU of the way in the middle from now on, as the middle router knows it.
    void narrow(int mtu) {
        var row = Objects.requireNonNull(middle.engine().link("b"));
        middle.engine().links().put(row.withMtu(mtu));
        lab.settle();
    }

    /// Sends an echo request of `length` bytes in all, DF set, and lets it travel; what comes back.
    List<String> ping(LabNode from, String to, int length) {
        return ping(from, to, length, true);
    }

    List<String> ping(LabNode from, String to, int length, boolean dontFragment) {
        var output = from.engine().output();
        if (to.contains(":")) {
            int bytes = length - 40;
            var packet = output.takeIcmpv6(bytes, Ipv6Address.UNSPECIFIED, Ipv6Address.parse(to), 64);
            echo(packet.memory().asSlice(packet.upper(), bytes), Icmpv6Type.ECHO_REQUEST);
            output.send(packet, 0);
        } else {
            int bytes = length - Ipv4Header.BYTES;
            int destination = IpFamily.IPV4.parseAddress(to).toIpv4();
            var packet = output.takeIpv4(bytes, IpProtocol.ICMP, 0, destination, 64);
            new Ipv4Header(packet.memory(), packet.network()).fragment(dontFragment, false, 0);
            echo(packet.memory().asSlice(packet.upper(), bytes), Icmpv4Type.ECHO_REQUEST);
            output.send(packet, 0);
        }
        lab.settle();
        return from == a ? heardOnA.take() : heardA.take();
    }

    private static void echo(java.lang.foreign.MemorySegment message, int type) {
        new EchoMessage(message).start(type).identifier(7).sequence(1).data().fill((byte) 0x5a);
    }

    /// The MTU of a link.
    int mtu(LabNode node, String link) {
        return Objects.requireNonNull(node.engine().link(link)).mtu();
    }

    /// What was seen so far is of no interest.
    void forget() {
        List.of(lanA, wireA, wireB, lanB).forEach(Wire::carried);
        heardA.take();
        heardOnA.take();
    }

    /// Drops of the tunnel bundle on a node, `inaba.tunnel.` left away.
    Map<String, Long> drops(LabNode node) {
        var drops = new TreeMap<String, Long>();
        node.engine().board().totals().forEach((name, n) -> {
            if (name.startsWith("inaba.tunnel.") && n > 0 && !name.contains("errors-")) {
                drops.put(name.substring("inaba.tunnel.".length()), n);
            }
        });
        return drops;
    }

    /// Everything that came in anywhere is accounted for, and nothing has thrown.
    void addsUp() {
        for (var node : List.of(hostA, a, middle, b, hostB)) {
            for (var link : node.engine().links().rows()) {
                assertTrue(node.addsUp(link.name()), node.name() + " " + link.name());
            }
            assertEquals(0, node.exceptions(), node.name());
        }
    }
}
