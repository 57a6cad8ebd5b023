package inaba.conformance.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.addrconf.AddressConfiguration;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.manage.CommandException;
import inaba.api.neighbor.NeighborRow;
import inaba.api.table.Row;
import inaba.icmp6.Icmp6;
import inaba.mld.MulticastListener;
import inaba.nd.NeighborDiscovery;
import inaba.ra.Ra6Command;
import inaba.ra.RouterAdvertiser;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// A host and two routers on a wire, and what must hold whatever happens to them.
final class Village {
    private static final int EXPERIMENT = 253;
    private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:ffff::1");
    private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:ff:fe");
    private static final long SETTLING = Duration.ofSeconds(2).toNanos();
    private static final int MOST_ROWS = 200;

    final Wire wire = new Wire();
    final LabNode host;
    final List<LabNode> routers = new ArrayList<>();
    private final Lab lab;
    private final MacAddress hostMac;
    private final Random random;
    private final List<String> faults = new ArrayList<>();
    private int prefixes;
    private int data;

    Village(Path state, long seed) throws CommandException {
        lab = new Lab(state, seed);
        random = new Random(seed);
        host = node("host", false);
        hostMac = Objects.requireNonNull(host.engine().link("lan")).mac();
        for (var name : List.of("one", "other")) {
            var router = node(name, true).start(Components.make(RouterAdvertiser.class));
            routers.add(router);
            renumber(router);
            TypedCall.type(new Ra6Command(router.engine()), "set lan on interval 200 600");
        }
        wire.loses(frame -> {
            if (frame.from().equals(hostMac)) {
                sent(frame.bytes());
            }
            return false;
        });
    }

    private LabNode node(String name, boolean forwarding) {
        var node = lab.node(name, forwarding);
        node.start(Components.make(AddressConfiguration.class, Map.of("temporary_addresses", true)))
                .start(Components.make(NeighborDiscovery.class))
                .start(Components.make(RouteProtocol.class))
                .start(Components.make(MulticastListener.class))
                .start(Components.make(Icmp6.class));
        node.link("lan", wire);
        return node;
    }

    /// Another prefix in the place of a router's present one.
    void renumber(LabNode router) {
        var addresses = router.engine().addresses();
        addresses.rows().stream()
                .filter(row -> row.owner().equals(Row.PERSON))
                .forEach(row -> addresses.remove(row.key()));
        prefixes++;
        router.address("lan", "2001:db8:" + Integer.toHexString(prefixes) + "::1/64");
    }

    /// The cable is out for so long.
    void unplugged(LabNode node, Duration time) {
        node.port("lan").carrier(false);
        passes(time);
        node.port("lan").carrier(true);
    }

    /// Whoever checks an address at this moment finds it taken, once in a while.
    void stranger() {
        for (var row : host.engine().addresses().rows()) {
            if (row.checked() && random.nextBoolean()) {
                wire.inject(NdFrame.neighborAdvertisement(row.address().toString(), "O")
                        .from(STRANGER)
                        .targetMac(STRANGER)
                        .bytes());
            }
        }
    }

    /// A packet to somewhere behind the routers.
    void sends() {
        var output = host.engine().output();
        var packet = output.take(100);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(Ipv6Address.UNSPECIFIED)
                .destination(FAR);
        output.send(packet.end(packet.start() + 100), 0);
        lab.settle();
    }

    void passes(Duration time) {
        lab.advance(time);
        wire.carried();
    }

    /// Holds at every moment.
    void check() {
        long now = lab.time().nanos();
        for (var row : host.engine().addresses().rows()) {
            boolean late = row.state() == State.PREFERRED && row.preferredUntil() < now - SETTLING;
            assertTrue(!late, () -> row + " is preferred beyond its lifetime");
            assertTrue(row.validUntil() > now, () -> row + " is there beyond its lifetime");
            boolean limited = row.origin() != Origin.TEMPORARY
                    || row.validUntil() <= row.limits().valid();
            assertTrue(limited, () -> row + " lives longer than a temporary address may");
        }
        assertEquals(List.of(), faults);
        for (var node : all()) {
            assertTrue(node.addsUp("lan"), node.name() + ": the counters of the link");
            assertEquals(0, node.exceptions(), node.name());
            var engine = node.engine();
            assertTrue(engine.addresses().size() < MOST_ROWS, node.name() + ": addresses");
            assertTrue(engine.neighbors().size() < MOST_ROWS, node.name() + ": neighbours");
            assertTrue(engine.routes().size() < MOST_ROWS, node.name() + ": routes");
            assertTrue(engine.groups().size() < MOST_ROWS, node.name() + ": groups");
        }
    }

    /// True when the host has what it needs to talk to the world.
    boolean online() {
        return host.engine().output().source(FAR, 0) != null;
    }

    private List<LabNode> all() {
        var all = new ArrayList<>(routers);
        all.add(host);
        return all;
    }

    /// Every frame of the host, as it goes out.
    private void sent(byte[] bytes) {
        var memory = MemorySegment.ofArray(bytes);
        var ip = new Ipv6Header(memory, EthernetHeader.BYTES);
        if (!ip.source().isUnspecified()) {
            var row = host.engine().addresses().get(new AddressKey(1, ip.source()));
            if (row == null || !row.usable()) {
                faults.add("sent from " + ip.source() + ", which is " + (row == null ? "not ours" : row.state()));
            }
        }
        if (ip.nextHeader() == EXPERIMENT) {
            data++;
            viaReachable(new EthernetHeader(memory, 0).destination());
        }
    }

    /// No packet goes to an unreachable router while another is reachable.
    private void viaReachable(MacAddress router) {
        var known = host.engine().neighbors().rows();
        long now = lab.time().nanos();
        boolean unreachable = known.stream()
                .anyMatch(row -> row.mac().equals(router)
                        && row.state() == NeighborRow.State.UNREACHABLE
                        && now - row.since() > SETTLING);
        boolean other = known.stream()
                .anyMatch(row -> !row.mac().equals(router)
                        && row.router()
                        && row.state() == NeighborRow.State.REACHABLE
                        && isDefaultRouter(row.address()));
        if (unreachable && other) {
            faults.add("sent to " + router + ", though another router is reachable");
        }
    }

    private boolean isDefaultRouter(Ipv6Address address) {
        return host.engine().routes().rows().stream()
                .filter(row -> row.destination().length() == 0)
                .anyMatch(row -> row.nextHops().stream().anyMatch(hop -> address.equals(hop.via())));
    }

    /// Packets that the host got out.
    int data() {
        return data;
    }

    /// Addresses of the host that were found in use elsewhere.
    long conflicts() {
        return host.engine().counters().totals().getOrDefault("inaba.addrconf.duplicates", 0L);
    }
}
