package inaba.ip.probe;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.icmp6.Icmp6;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.InterfaceAddress;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// host - left - router - right - server, all with ICMPv6; neighbours and routes are known.
final class PathLab {
    final Lab lab;
    final Wire left = new Wire();
    final Wire right = new Wire();
    final LabNode host;
    final LabNode router;
    final LabNode server;
    final Icmp6 hostIcmp6 = Components.make(Icmp6.class);
    final Icmp6 serverIcmp6 = Components.make(Icmp6.class);
    private final List<String> shown = new ArrayList<>();

    /// @param rightMtu of the router's way to the server
    /// @param limits configuration of the router's ICMPv6
    PathLab(Path state, int rightMtu, Map<String, ?> limits) {
        lab = new Lab(state);
        host = lab.node("host", false);
        router = lab.node("router", true);
        server = lab.node("server", false);
        host.link("eth", left);
        router.link("lan", left);
        router.link("wan", right, rightMtu);
        server.link("eth", right);
        host.address("eth", "fe80::a/64").address("eth", "2001:db8:1::a/64");
        router.address("lan", "fe80::1/64").address("lan", "2001:db8:1::1/64").address("wan", "2001:db8:2::1/64");
        server.address("eth", "fe80::b/64").address("eth", "2001:db8:2::b/64");
        host.start(hostIcmp6);
        router.start(Components.make(Icmp6.class, limits));
        server.start(serverIcmp6);
        neighbors();
        routes();
        lab.settle();
    }

    private void neighbors() {
        neighbor(host, "eth", "2001:db8:1::1", router, "lan");
        neighbor(host, "eth", "fe80::1", router, "lan");
        neighbor(router, "lan", "2001:db8:1::a", host, "eth");
        neighbor(router, "lan", "fe80::a", host, "eth");
        neighbor(router, "wan", "2001:db8:2::b", server, "eth");
        neighbor(server, "eth", "2001:db8:2::1", router, "wan");
    }

    private void routes() {
        route(host, "eth", "::/0", "2001:db8:1::1");
        route(host, "eth", "2001:db8:1::/64", null);
        route(router, "lan", "2001:db8:1::/64", null);
        route(router, "wan", "2001:db8:2::/64", null);
        route(server, "eth", "::/0", "2001:db8:2::1");
        route(server, "eth", "2001:db8:2::/64", null);
    }

    /// Adds an address of the host that Duplicate Address Detection has not assigned.
    AddressRow tentative(String addressAndLength) {
        host.address("eth", addressAndLength);
        var row = Objects.requireNonNull(host.engine()
                        .addresses()
                        .get(new AddressKey(
                                index(host, "eth"),
                                InterfaceAddress.parse(addressAndLength).address())))
                .withState(AddressRow.State.TENTATIVE);
        host.engine().addresses().put(row);
        return row;
    }

    /// Runs `ping6 ...` on the host for as long as it takes, at most a minute, then cancels it.
    ///
    /// @return the lines, times replaced by `T`, and how it failed
    String ping(String words) throws CommandException {
        return ping(words, Duration.ofMinutes(1));
    }

    String ping(String words, Duration patience) throws CommandException {
        var args = new Args("ping6", List.of(words.split(" ")));
        var options = PingOptions.parse(args, "ping6", IpFamily.IPV6);
        var engine = host.engine();
        var outlet = new Outlet();
        var aim = Aim.of(engine, args, options.destination(), options.via(), null);
        var run = new Departure(engine, aim, outlet, target -> new PingRun(engine, hostIcmp6, options, target, outlet));
        run.start();
        lab.advance(patience);
        run.cancel();
        return text(outlet);
    }

    /// As [#ping], `trace6 ...`.
    String trace(String words) throws CommandException {
        var args = new Args("trace6", List.of(words.split(" ")));
        var options = TraceOptions.parse(args, "trace6", IpFamily.IPV6);
        var engine = host.engine();
        var outlet = new Outlet();
        var aim = Aim.of(engine, args, options.destination(), options.via(), options.source());
        var run =
                new Departure(engine, aim, outlet, target -> new TraceRun(engine, hostIcmp6, options, target, outlet));
        run.start();
        lab.advance(Duration.ofMinutes(5));
        run.cancel();
        return text(outlet);
    }

    private String text(Outlet outlet) {
        shown.clear();
        try {
            outlet.copyTo(new Printed());
        } catch (CommandException failed) {
            shown.add("failed: " + failed.getMessage());
        }
        return String.join("\n", shown).replaceAll("[0-9]+\\.[0-9]{2,3}( ms|/| *$)", "T$1");
    }

    static long counter(LabNode node, String name) {
        return node.engine().counters().totals().getOrDefault(name, 0L);
    }

    static void neighbor(LabNode node, String link, String address, LabNode peer, String peerLink) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(
                        index(node, link),
                        Ipv6Address.parse(address),
                        peer.port(peerLink).mac(),
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
    }

    static void route(LabNode node, String link, String prefix, @Nullable String via) {
        var hop = new NextHop(index(node, link), via == null ? null : Ipv6Address.parse(via), 1);
        node.engine().routes().put(row(prefix, RouteRow.Kind.UNICAST, List.of(hop)));
    }

    /// A route that leads nowhere.
    static void route(LabNode node, String prefix, RouteRow.Kind kind) {
        node.engine().routes().put(row(prefix, kind, List.of()));
    }

    private static RouteRow row(String prefix, RouteRow.Kind kind, List<NextHop> hops) {
        return new RouteRow(
                RouteRow.MAIN,
                Prefix.parse(prefix),
                Prefix.ALL,
                kind,
                hops,
                1024,
                RouteRow.Preference.MEDIUM,
                "static",
                0,
                null,
                false,
                Row.PERSON,
                Row.FOREVER);
    }

    static int index(LabNode node, String link) {
        return Objects.requireNonNull(node.engine().link(link)).index();
    }

    private final class Printed implements Call {
        @Override
        public Args args() {
            return new Args("", List.of());
        }

        @Override
        public void print(Line line) {
            shown.add(String.valueOf(line.asText()));
        }

        @Override
        public void progress(String text) {}

        @Override
        public Path file(String word) {
            return Path.of(word);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable task) {}
    }
}
