package inaba.hostile;

import inaba.addrconf.AddressConfiguration;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborRow;
import inaba.api.protocol.Protocol;
import inaba.api.table.Table;
import inaba.core.Engine;
import inaba.core.count.Column;
import inaba.icmp6.Icmp6;
import inaba.ingress.Ingress;
import inaba.ip4.arp.Arp;
import inaba.ip4.icmp.Icmp4;
import inaba.ip4.igmp.Igmp;
import inaba.mld.MulticastListener;
import inaba.nd.NeighborDiscovery;
import inaba.ndguard.NdGuard;
import inaba.pmtu.PathMtuDiscovery;
import inaba.ra.Ra6Command;
import inaba.ra.RouterAdvertiser;
import inaba.raguard.RaGuard;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.tunnel.TunnelCommand;
import inaba.tunnel.TunnelProtocol;
import inaba.wire.MacAddress;
import inaba.xfrm.Xfrm;
import inaba.xfrm.XfrmCommand;
import inaba.xfrm.algorithm.Algorithms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The node that is attacked: a real engine with all bundles of the features `router` or `host`, in simulated time,
/// between a link `lan`, where the attacker is, and a link `wan`. On each of them a friend lives by whom is seen
/// whether the node still serves: see [Service].
public final class Target {
    public static final String NODE = "2001:db8:1::1";
    public static final String NODE_LINK_LOCAL = "fe80::1";
    public static final String NODE4 = "192.0.2.1";
    public static final String NODE_MAC = "02:00:00:00:01:01";
    public static final String ATTACKER = "2001:db8:1::bad";
    public static final String ATTACKER_LINK_LOCAL = "fe80::bad";
    public static final String ATTACKER4 = "192.0.2.66";
    public static final String ATTACKER_MAC = "02:00:00:00:0b:ad";
    public static final String LAN = "lan";
    public static final String WAN = "wan";

    private static final List<Class<? extends Protocol>> PROTOCOLS = List.of(
            NeighborDiscovery.class,
            AddressConfiguration.class,
            RouteProtocol.class,
            Icmp6.class,
            PathMtuDiscovery.class,
            MulticastListener.class,
            RouterAdvertiser.class,
            Arp.class,
            Icmp4.class,
            Igmp.class);

    private final Lab lab;
    private final LabNode node;
    private final boolean router;
    private final Map<Class<? extends Protocol>, Protocol> running = new LinkedHashMap<>();
    private final Friend attacker;
    private final Friend near;
    private final Friend far;
    private final Wire lan = new Wire();
    private final Wire wan = new Wire();
    private final List<byte[]> sent = new ArrayList<>();
    private final int pool;
    private @Nullable Xfrm xfrm;

    private Target(Path state, boolean router, long seed) {
        this.router = router;
        lab = new Lab(state, seed);
        node = lab.node("node", router);
        PROTOCOLS.forEach(this::start);
        engine().add(new RaGuard(engine()));
        engine().add(new Ingress(engine()));
        engine().add(new NdGuard(engine()));
        attacker = new Friend(ATTACKER_MAC, ATTACKER, ATTACKER_LINK_LOCAL, ATTACKER4);
        near = new Friend("02:00:00:00:ff:01", "2001:db8:1::f", "fe80::f", "192.0.2.254");
        far = new Friend("02:00:00:00:ff:02", "2001:db8:2::f", "fe80::f", "198.51.100.254");
        node.link(LAN, lan);
        node.address(LAN, NODE_LINK_LOCAL + "/64").address(LAN, NODE + "/64").address(LAN, NODE4 + "/24");
        node.link(WAN, wan);
        node.address(WAN, "fe80::1/64").address(WAN, "2001:db8:2::1/64").address(WAN, "198.51.100.1/24");
        advance(Duration.ofMinutes(2));
        var service = new Service(this);
        service.check();
        service.greet(attacker);
        advance(Duration.ofMinutes(1));
        pool = engine().pool().outstanding();
        sent.clear();
    }

    public static Target router(Path state) {
        return new Target(state, true, 1);
    }

    /// A router that ends tunnels of each mode, from the attacker and from who does not attack, and IPsec.
    public static Target gateway(Path state) {
        var target = router(state);
        var xfrm = new Xfrm();
        Algorithms.ALL.forEach(xfrm::bindAlgorithm);
        target.node.start(new TunnelProtocol()).start(xfrm);
        for (var peer : List.of(ATTACKER, target.near.global())) {
            var name = peer.equals(ATTACKER) ? "bad" : "good";
            target.type(
                    new TunnelCommand(target.engine()), "add " + name + " mode any local " + NODE + " remote " + peer);
        }
        target.type(new TunnelCommand(target.engine()), "add sit mode sit local " + NODE4 + " remote " + ATTACKER4);
        target.xfrm = xfrm;
        target.advance(Duration.ofSeconds(5));
        return target;
    }

    /// A person configures IPsec of a [#gateway].
    public void xfrm(String words) {
        type(new XfrmCommand(engine(), Objects.requireNonNull(xfrm)), words);
    }

    public static Target host(Path state) {
        return new Target(state, false, 1);
    }

    public boolean isRouter() {
        return router;
    }

    public Engine engine() {
        return node.engine();
    }

    public LabNode node() {
        return node;
    }

    public Friend near() {
        return near;
    }

    public Friend far() {
        return far;
    }

    public long nanos() {
        return lab.time().nanos();
    }

    /// The attacker, or a friend, puts a frame on the link; all that follows from it at once has happened on return.
    public void hears(String link, byte[] frame) {
        puts(link, frame);
        settle();
    }

    /// As [#hears], but nothing happens yet.
    public void puts(String link, byte[] frame) {
        (link.equals(LAN) ? lan : wan).inject(frame);
    }

    public void advance(Duration time) {
        lab.advance(time);
        settle();
    }

    /// Runs all that runs without time passing; friends answer who asks for their MAC.
    public void settle() {
        boolean asked = true;
        while (asked) {
            lab.settle();
            asked = converse(LAN, lan, near, attacker);
            asked |= converse(WAN, wan, far);
        }
    }

    /// What the node has sent since this was last asked, on both links.
    public List<byte[]> sent() {
        var taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /// A newer one of the protocol takes over, as by the update of its bundle.
    public void swap(Class<? extends Protocol> which) {
        node.stop(Objects.requireNonNull(running.get(which)));
        start(which);
    }

    public void stop(Class<? extends Protocol> which) {
        node.stop(Objects.requireNonNull(running.remove(which)));
    }

    public void start(Class<? extends Protocol> which) {
        var protocol = Components.make(which, Map.of());
        running.put(which, protocol);
        node.start(protocol);
    }

    public List<Class<? extends Protocol>> protocols() {
        return PROTOCOLS;
    }

    /// A person configures what the router advertises.
    public void advertise(String words) {
        type(new Ra6Command(engine()), words);
    }

    /// A person configures something.
    public void type(Command command, String words) {
        try {
            TypedCall.type(command, words);
            settle();
        } catch (CommandException wrong) {
            throw new IllegalArgumentException(words, wrong);
        }
    }

    public int link(String name) {
        return Objects.requireNonNull(engine().link(name)).index();
    }

    /// What is counted of both links, and why packets were dropped.
    public SortedMap<String, Long> drops() {
        var drops = engine().board().drops(link(LAN));
        engine().board().drops(link(WAN)).forEach((reason, n) -> drops.merge(reason, n, Long::sum));
        engine().board().drops(0).forEach((reason, n) -> drops.merge(reason, n, Long::sum));
        return drops;
    }

    public long counted(String link, Column column) {
        return engine().board().value(link(link), column);
    }

    /// Tables that packets can change.
    public List<Table<?, ?>> tables() {
        var tables = engine().tables();
        return List.of(
                tables.addresses,
                tables.groups,
                tables.listeners,
                tables.queriers,
                tables.neighbors,
                tables.routes,
                tables.parameters,
                tables.pathMtus,
                tables.bindings,
                tables.associations,
                tables.advertisedPrefixes);
    }

    /// Rows of all tables, as text; of neighbours whether they are there at all, as time and use change the rest.
    public List<String> state() {
        var state = new ArrayList<String>();
        for (var table : tables()) {
            for (Object row : table.rows()) {
                state.add(row instanceof NeighborRow neighbor ? neighbor.key() + " " + neighbor.mac() : row.toString());
            }
        }
        return state;
    }

    /// Packets that the pool has lost; none may be on its way.
    public int missing() {
        return engine().pool().outstanding() - pool;
    }

    private boolean converse(String link, Wire wire, Friend... stations) {
        boolean answered = false;
        for (var frame : wire.carried()) {
            if (!frame.from().equals(MacAddress.ZERO)) {
                sent.add(frame.bytes());
                for (var station : stations) {
                    var answer = station.answer(frame.bytes());
                    if (answer != null) {
                        puts(link, answer);
                        answered = true;
                    }
                }
            }
        }
        return answered;
    }
}
