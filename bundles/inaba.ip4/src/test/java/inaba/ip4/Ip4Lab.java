package inaba.ip4;

import inaba.api.protocol.Protocol;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.ip4.arp.Arp;
import inaba.ip4.icmp.Icmp4;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Prefix;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.EchoMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// host 10.0.0.2 - left - 10.0.0.1 router 10.0.1.1 - right - 10.0.1.2 server, each with ARP, ICMP and connected routes.
public final class Ip4Lab {
    public static final String HOST = "10.0.0.2";
    public static final String LAN = "10.0.0.1";
    public static final String WAN = "10.0.1.1";
    public static final String SERVER = "10.0.1.2";

    public final Lab lab;
    public final Wire left = new Wire();
    public final Wire right = new Wire();
    public final LabNode host;
    public final LabNode router;
    public final LabNode server;
    public final Icmp4 hostIcmp = Components.make(Icmp4.class);
    public final Arp routerArp = Components.make(Arp.class);

    public Ip4Lab(Path state) {
        lab = new Lab(state);
        host = lab.node("host", false);
        router = lab.node("router", true);
        server = lab.node("server", false);
        host.link("eth", left);
        router.link("lan", left);
        router.link("wan", right);
        server.link("eth", right);
        for (var node : List.of(host, router, server)) {
            node.start(node == router ? routerArp : Components.make(Arp.class));
            node.start(node == host ? hostIcmp : Components.make(Icmp4.class));
            node.start(Components.make(RouteProtocol.class));
        }
        host.address("eth", HOST + "/24");
        router.address("lan", LAN + "/24").address("wan", WAN + "/24");
        server.address("eth", SERVER + "/24");
        route(host, "eth", "0.0.0.0/0", LAN);
        route(server, "eth", "0.0.0.0/0", WAN);
        advance(5_000); // what was announced is on the wires
        seen(left);
        seen(right);
    }

    public void route(LabNode node, String link, String prefix, String via) {
        var hop = new NextHop(
                Objects.requireNonNull(node.engine().link(link)).index(), IpFamily.IPV4.parseAddress(via), 1);
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        IpFamily.IPV4.parsePrefix(prefix),
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

    /// Of the router's way to the server.
    public void rightMtu(int mtu) {
        var row = Objects.requireNonNull(router.engine().link("wan"));
        router.engine().links().put(row.withMtu(mtu));
        lab.settle();
    }

    public void advance(long millis) {
        lab.advance(Duration.ofMillis(millis));
    }

    /// Sends an echo request with `bytes` of data, and lets it travel.
    public void ping(LabNode from, String to, int bytes, int timeToLive, boolean dontFragment) {
        var output = from.engine().output();
        int destination = IpFamily.IPV4.parseAddress(to).toIpv4();
        int length = EchoMessage.FIXED_BYTES + bytes;
        var packet = output.takeIpv4(length, IpProtocol.ICMP, 0, destination, timeToLive);
        new Ipv4Header(packet.memory(), packet.network()).fragment(dontFragment, false, 0);
        new EchoMessage(packet.memory().asSlice(packet.upper(), length))
                .start(Icmpv4Type.ECHO_REQUEST)
                .identifier(7)
                .sequence(1)
                .data()
                .fill((byte) 0x5a);
        output.send(packet, 0);
        lab.settle();
    }

    public void ping(LabNode from, String to) {
        ping(from, to, 56, 64, true);
    }

    /// What a wire has carried since, as text.
    public List<String> seen(Wire wire) {
        return wire.carried().stream().map(Ip4Text::of).toList();
    }

    /// The same protocol anew, as an update brings it.
    public static Protocol arp() {
        return Components.make(Arp.class, Map.of());
    }
}
