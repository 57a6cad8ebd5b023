package inaba.conformance.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.addrconf.AddressConfiguration;
import inaba.api.neighbor.NeighborKey;
import inaba.conformance.base.Datagram;
import inaba.icmp6.Icmp6;
import inaba.mld.MulticastListener;
import inaba.nd.NeighborDiscovery;
import inaba.pmtu.PathMtuDiscovery;
import inaba.ra.RouterAdvertiser;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The node under test on link A, and what others on it send: TN1 is a neighbour, TR1 to TR3 are routers, and TN2 is
/// somewhere behind them.
final class Laboratory {
    /// Of link A.
    static final String PREFIX = "2001:db8:1::/64";

    static final String NUT = "2001:db8:1:0:0:ff:fe00:101";
    static final String NUT_LOCAL = "fe80::ff:fe00:101";
    static final String TN1 = "2001:db8:1::a1";
    static final String TN1_LOCAL = "fe80::a1";
    static final String TN2 = "2001:db8:2::a2";
    static final String TR1 = "fe80::b1";
    static final String TR2 = "fe80::b2";
    static final String TR3 = "fe80::b3";
    static final int LINK = 1;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int REQUEST = 64;

    private final Wire link = new Wire();
    private final Lab lab;
    private final LabNode node;

    private Laboratory(Path state, boolean router) {
        lab = new Lab(state);
        node = lab.node("nut", router);
        node.link("lan", link);
        Stream.of(
                        Components.make(NeighborDiscovery.class),
                        Components.make(AddressConfiguration.class, Map.of("interface_identifiers", "eui64")),
                        Components.make(RouteProtocol.class),
                        Components.make(Icmp6.class),
                        Components.make(PathMtuDiscovery.class),
                        Components.make(MulticastListener.class),
                        Components.make(RouterAdvertiser.class))
                .forEach(node::start);
    }

    /// A host that has just been switched on.
    static Laboratory fresh(Path state) {
        return new Laboratory(state, false);
    }

    /// A host that has done its Duplicate Address Detection, and hears of no router.
    static Laboratory alone(Path state) {
        var laboratory = fresh(state).advance(Duration.ofSeconds(5));
        assertEquals("PREFERRED", laboratory.address(NUT_LOCAL));
        return laboratory.forget();
    }

    /// A host whose router is TR1, with an address of link A's prefix.
    static Laboratory host(Path state) {
        var laboratory = alone(state).hears(advertisement(TR1, 1800).prefix(PREFIX, "LA", 86_400, 43_200));
        laboratory.advance(Duration.ofSeconds(8)); // RFC 9131: routers have been told of the address
        assertEquals("PREFERRED", laboratory.address(NUT));
        return laboratory.forget();
    }

    static Laboratory router(Path state) {
        var laboratory = new Laboratory(state, true);
        laboratory.node.address("lan", NUT + "/64");
        return laboratory.advance(Duration.ofSeconds(5)).forget();
    }

    /// As a router of the laboratory sends it, with its MAC.
    static NdFrame advertisement(String router, int lifetime) {
        return advertisement(router, lifetime, 0, 0, 0);
    }

    static NdFrame advertisement(String router, int lifetime, int hopLimit, long reachable, long retrans) {
        return NdFrame.routerAdvertisement(lifetime, hopLimit, reachable, retrans)
                .from(router)
                .from(mac(router))
                .sourceMac(mac(router));
    }

    /// A neighbour's answer to a solicitation of the node under test.
    static NdFrame answer(String target, String flags, String to) {
        return NdFrame.neighborAdvertisement(target, flags)
                .from(mac(target))
                .to(to, Sent.NUT_MAC)
                .targetMac(mac(target));
    }

    static MacAddress mac(String of) {
        return Sent.mac(of);
    }

    LabNode node() {
        return node;
    }

    Laboratory hears(NdFrame frame) {
        link.inject(frame.bytes());
        lab.settle();
        return this;
    }

    /// An echo request of `from`, in a frame of the station `by`.
    Laboratory pinged(String from, String to, String by, int octets) {
        return hears(Datagram.of(from, to, "echo:" + octets).bytes(), by);
    }

    Laboratory pinged(String from, String to, String by) {
        return pinged(from, to, by, REQUEST);
    }

    Laboratory pinged(String from, String by) {
        return pinged(from, from.startsWith("fe80") ? NUT_LOCAL : NUT, by);
    }

    /// A packet, in a frame of the station `by`.
    Laboratory hears(byte[] packet, String by) {
        var frame = new byte[EthernetHeader.BYTES + packet.length];
        System.arraycopy(packet, 0, frame, EthernetHeader.BYTES, packet.length);
        new EthernetHeader(MemorySegment.ofArray(frame), 0)
                .destination(Sent.NUT_MAC)
                .source(mac(by))
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        link.inject(frame);
        lab.settle();
        return this;
    }

    /// What the node under test has sent since the last call, but for its reports of groups.
    List<Sent> sent() {
        return link.carried().stream()
                .filter(frame -> !frame.from().equals(MacAddress.ZERO))
                .map(frame -> new Sent(frame.bytes()))
                .filter(frame -> !frame.isReport())
                .toList();
    }

    /// It has sent exactly this since the last call, but for Router Solicitations.
    Laboratory expect(String... texts) {
        assertEquals(
                List.of(texts),
                sent().stream()
                        .map(Sent::text)
                        .filter(text -> !text.equals("RS"))
                        .toList());
        return this;
    }

    Laboratory forget() {
        link.carried();
        return this;
    }

    Laboratory advance(Duration time) {
        lab.advance(time);
        assertEquals(0, node.exceptions());
        assertTrue(node.addsUp("lan"), "all that came in is accounted for");
        return this;
    }

    Laboratory seconds(long seconds) {
        return advance(SECOND.multipliedBy(seconds));
    }

    /// TN1, a router or an address behind them is asked for, answers, and is REACHABLE.
    Laboratory knows(String neighbor, String flags) {
        String to = neighbor.equals(TN1) ? NUT : NUT_LOCAL;
        pinged(neighbor, to, neighbor);
        if (state(neighbor).startsWith("DELAY")) {
            seconds(5); // the neighbour is asked whether it is still there
        }
        hears(answer(neighbor, flags, to));
        assertTrue(state(neighbor).startsWith("REACHABLE"), state(neighbor));
        return forget();
    }

    /// The state of a neighbour: `REACHABLE TN1 router`, or `none`.
    String state(String neighbor) {
        var row = node.engine().neighbors().get(new NeighborKey(LINK, Ipv6Address.parse(neighbor)));
        if (row == null) {
            return "none";
        }
        String mac = row.state().resolved() ? " " + Sent.name(row.mac()) : "";
        return row.state() + mac + (row.router() ? " router" : "");
    }

    /// The state of an address of ours, or `none`.
    String address(String address) {
        return node.engine().addresses().rows().stream()
                .filter(row -> row.address().equals(Ipv6Address.parse(address)))
                .map(row -> row.state().toString())
                .findFirst()
                .orElse("none");
    }
}
