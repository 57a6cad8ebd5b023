package inaba.addrconf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.Origin;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NeighborRow;
import inaba.api.table.Row;
import inaba.nd.NeighborDiscovery;
import inaba.testkit.Components;
import inaba.testkit.Extreme;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.testkit.nd.NdText;
import inaba.wire.InterfaceAddress;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A node `a` with a link `eth` on a wire, with autoconfiguration and Neighbor Discovery, which were there before the
/// link.
final class AddrconfLab {
    static final MacAddress MAC_A = MacAddress.parse("02:00:00:00:01:01");
    static final MacAddress MAC_C = MacAddress.parse("02:00:00:00:00:0c");
    /// Of the MAC of `a`.
    static final String LINK_LOCAL = "fe80::ff:fe00:101";
    static final String CHECK = "NS :: > ff02::1:ff00:101 " + LINK_LOCAL + " nonce";

    final Wire wire = new Wire();
    final LabNode a;
    final AddressConfiguration addrconf;
    private final Lab lab;
    private int injected;

    AddrconfLab(Path state, boolean forwarding) {
        this(state, forwarding, Map.of());
    }

    AddrconfLab(Path state, boolean forwarding, Map<String, ?> settings) {
        this(new Lab(state), forwarding, settings, new Random(31));
    }

    /// @param random of all delays
    AddrconfLab(Path state, boolean forwarding, Map<String, ?> settings, Extreme random) {
        this(new Lab(state), forwarding, settings, random);
    }

    private AddrconfLab(Lab lab, boolean forwarding, Map<String, ?> settings, RandomGenerator random) {
        this.lab = lab;
        a = lab.node("a", forwarding, random);
        addrconf = addrconf(settings);
        a.start(addrconf).start(Components.make(NeighborDiscovery.class, Map.of("max_neighbor_advertisement", 0)));
        a.link("eth", wire);
        lab.settle();
    }

    /// A lab whose link-local address has been assigned, and whose routers have been asked.
    static AddrconfLab ready(Path state) {
        return ready(state, Map.of());
    }

    static AddrconfLab ready(Path state, Map<String, ?> settings) {
        var lab = new AddrconfLab(state, false, settings);
        lab.advance(2500);
        lab.forget();
        assertEquals("PREFERRED", lab.state(LINK_LOCAL));
        return lab;
    }

    /// Identifiers are of the MAC, where the test does not say otherwise.
    static AddressConfiguration addrconf(Map<String, ?> settings) {
        var all = new HashMap<String, Object>(Map.of("interface_identifiers", AddrconfConfig.EUI64));
        all.putAll(settings);
        return Components.make(AddressConfiguration.class, all);
    }

    /// Another node of the same kind on the same wire.
    LabNode another() {
        var b = lab.node("b", false);
        b.start(addrconf(Map.of())).start(Components.make(NeighborDiscovery.class));
        b.link("eth", wire);
        return b;
    }

    LinkRow link() {
        return Objects.requireNonNull(a.engine().link("eth"));
    }

    void hears(NdFrame frame) {
        wire.carried();
        wire.inject(frame.bytes());
        lab.settle();
        injected = 1;
    }

    /// A frame comes back as it was sent.
    void comesBack(Wire.Frame frame) {
        wire.carried();
        wire.inject(frame.bytes());
        lab.settle();
        injected = 1;
    }

    void carried(String... frames) {
        var seen = NdText.of(wire.carried());
        assertEquals(List.of(frames), seen.subList(injected, seen.size()));
        injected = 0;
    }

    void forget() {
        wire.carried();
        injected = 0;
    }

    void advance(long millis) {
        lab.advance(Duration.ofMillis(millis));
    }

    /// What a person adds.
    static void add(LabNode node, String addressAndLength) {
        var typed = InterfaceAddress.parse(addressAndLength);
        node.engine()
                .addresses()
                .put(new AddressRow(
                        1,
                        typed.address(),
                        typed.length(),
                        Origin.MANUAL,
                        false,
                        State.TENTATIVE,
                        0,
                        Row.FOREVER,
                        Row.FOREVER,
                        Row.PERSON));
    }

    String state(String address) {
        return state(a, address);
    }

    static String state(LabNode node, String address) {
        var row = node.engine().addresses().get(new AddressKey(1, Ipv6Address.parse(address)));
        return row == null ? "none" : row.state().toString();
    }

    AddressRow row(String address) {
        return Objects.requireNonNull(a.engine().addresses().get(new AddressKey(1, Ipv6Address.parse(address))));
    }

    /// Seconds from now until the address is no longer valid.
    long validSeconds(String address) {
        return Duration.ofNanos(row(address).validUntil() - lab.time().nanos()).toSeconds();
    }

    /// All addresses but the link-local ones.
    String global() {
        return a.engine().addresses().rows().stream()
                .filter(row -> !row.address().isLinkLocal())
                .map(row -> row.address() + " " + row.state())
                .collect(Collectors.joining(", "));
    }

    long total(String counter) {
        return a.engine().counters().totals().getOrDefault(counter, 0L);
    }

    /// A neighbour that needs no resolution.
    static NeighborRow permanent(Ipv6Address address) {
        return new NeighborRow(1, address, MAC_C, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON);
    }
}
