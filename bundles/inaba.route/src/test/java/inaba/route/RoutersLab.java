package inaba.route;

import inaba.api.link.AddressRow;
import inaba.api.manage.CommandException;
import inaba.api.table.Row;
import inaba.nd.NeighborDiscovery;
import inaba.ra.Ra6Command;
import inaba.ra.RouterAdvertiser;
import inaba.route.spread.FlowSpread;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// A host and routers on one wire, all of them whole nodes, and what the host sends to which router.
final class RoutersLab {
    static final String SOURCE_A = "2001:db8:a::5";
    static final String SOURCE_B = "2001:db8:b::5";
    private static final int EXPERIMENT = 253;

    final Lab lab;
    final LabNode host;
    final RouteProtocol protocol = Components.make(RouteProtocol.class);
    private final Wire wire = new Wire();
    private final Map<String, LabNode> routers = new LinkedHashMap<>();

    RoutersLab(Path state) {
        lab = new Lab(state);
        host = lab.node("host", false);
        host.link("wan", wire);
        host.start(Components.make(NeighborDiscovery.class)).start(protocol);
        host.address("wan", "fe80::5/64");
        address(SOURCE_A);
        address(SOURCE_B);
        host.engine().routing().use(new FlowSpread(1));
        lab.settle();
    }

    private void address(String address) {
        host.engine()
                .addresses()
                .put(new AddressRow(
                        1,
                        Ipv6Address.parse(address),
                        64,
                        AddressRow.Origin.SLAAC,
                        false,
                        AddressRow.State.PREFERRED,
                        0,
                        Row.FOREVER,
                        Row.FOREVER,
                        Row.PERSON));
    }

    /// Adds a router fe80::NUMBER that advertises this.
    RoutersLab router(String name, int number, String settings) {
        var router = lab.node(name, true);
        router.link("lan", wire);
        router.start(Components.make(NeighborDiscovery.class));
        router.address("lan", "fe80::" + number + "/64").start(Components.make(RouterAdvertiser.class));
        routers.put(name, router);
        advertises(name, settings);
        return this;
    }

    void advertises(String name, String settings) {
        try {
            TypedCall.type(new Ra6Command(node(name).engine()), "set lan on " + settings);
        } catch (CommandException wrong) {
            throw new IllegalArgumentException(wrong);
        }
        lab.advance(Duration.ofSeconds(4));
    }

    void fails(String name) {
        node(name).port("lan").carrier(false);
        lab.settle();
    }

    void recovers(String name) {
        node(name).port("lan").carrier(true);
        lab.settle();
    }

    private LabNode node(String name) {
        return Objects.requireNonNull(routers.get(name));
    }

    /// Sends a packet; the name of the router whose MAC it went to, or `nobody`.
    String sends(String destination, String source) {
        wire.carried();
        var output = host.engine().output();
        var packet = output.take(100);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(Ipv6Address.parse(source))
                .destination(Ipv6Address.parse(destination));
        output.send(packet.end(packet.start() + 100), 0);
        lab.settle();
        return wire.carried().stream()
                .filter(RoutersLab::isData)
                .map(frame -> name(frame.bytes()))
                .findFirst()
                .orElse("nobody");
    }

    /// Sends one packet a second for a while; the router of the last.
    String sendsFor(int seconds, String destination, String source) {
        String last = "nobody";
        for (int i = 0; i < seconds; i++) {
            last = sends(destination, source);
            lab.advance(Duration.ofSeconds(1));
        }
        return last;
    }

    /// Neighbor Solicitations that the host sent for a router while this ran.
    long solicited(String router, Runnable during) {
        var seen = new AtomicLong();
        String target = ' '
                + node(router).engine().addresses().rows().getFirst().address().toString();
        wire.loses(frame -> {
            boolean ours = frame.from().equals(host.port("wan").mac());
            String text = NdText.of(frame.bytes());
            if (ours && text.startsWith("NS") && (text + ' ').contains(target + ' ')) {
                seen.incrementAndGet();
            }
            return false;
        });
        during.run();
        wire.loses(_ -> false);
        return seen.get();
    }

    /// A router says to one of our addresses that another one is better for a destination.
    void redirects(String router, String destination, String target, String to) {
        wire.inject(NdFrame.redirect(target, destination)
                .from(router)
                .to(to, host.port("wan").mac())
                .bytes());
        lab.settle();
    }

    Ipv6Address source(String destination) {
        return Objects.requireNonNull(host.engine().output().source(Ipv6Address.parse(destination), 0));
    }

    private static boolean isData(Wire.Frame frame) {
        return new Ipv6Header(MemorySegment.ofArray(frame.bytes()), EthernetHeader.BYTES).nextHeader() == EXPERIMENT;
    }

    private String name(byte[] frame) {
        MacAddress to = new EthernetHeader(MemorySegment.ofArray(frame), 0).destination();
        return routers.entrySet().stream()
                .filter(each -> each.getValue().port("lan").mac().equals(to))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(to.toString());
    }

    List<String> routes(String words) throws CommandException {
        return TypedCall.type(new RouteCommand(host.engine()), words);
    }
}
