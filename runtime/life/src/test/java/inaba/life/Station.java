package inaba.life;

import inaba.addrconf.AddressConfiguration;
import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.protocol.Protocol;
import inaba.core.Engine;
import inaba.icmp6.Icmp6;
import inaba.mld.MulticastListener;
import inaba.nd.NeighborDiscovery;
import inaba.pmtu.PathMtuDiscovery;
import inaba.ra.RouterAdvertiser;
import inaba.route.RouteProtocol;
import inaba.testkit.Components;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node of the network with all protocols that it would run.
final class Station {
    private static final List<Class<? extends Protocol>> PROTOCOLS = List.of(
            NeighborDiscovery.class,
            AddressConfiguration.class,
            RouteProtocol.class,
            Icmp6.class,
            PathMtuDiscovery.class,
            MulticastListener.class);

    private final LabNode node;
    private final boolean router;
    private final Map<String, ?> addresses;
    private final Map<Class<? extends Protocol>, Protocol> running = new LinkedHashMap<>();
    private final Traveller traveller = new Traveller();
    private final Set<Ipv6Address> everOurs = new HashSet<>();
    private final List<String> links = new ArrayList<>();
    private int pool;

    /// @param addresses settings of address configuration
    Station(LabNode node, boolean router, Map<String, ?> addresses) {
        this.node = node;
        this.router = router;
        this.addresses = addresses;
        engine().addresses().watch((_, after) -> {
            if (after != null) {
                everOurs.add(after.address());
            }
        });
        PROTOCOLS.forEach(this::start);
        if (router) {
            start(RouterAdvertiser.class);
        }
        node.start(traveller);
    }

    void link(String name, Wire wire) {
        node.link(name, wire);
        links.add(name);
    }

    /// What is outstanding of the pool now is what is outstanding whenever nothing is on its way.
    void atRest() {
        pool = engine().pool().outstanding();
    }

    /// Packets that are neither in the pool nor waiting in front of a link.
    int missing() {
        return engine().pool().outstanding() - pool;
    }

    /// Lets a successor of the protocol take over.
    ///
    /// @return what it was
    String swap(int which) {
        var classes = List.copyOf(running.keySet());
        var one = classes.get(which % classes.size());
        node.stop(Objects.requireNonNull(running.get(one)));
        start(one);
        return one.getSimpleName();
    }

    String name() {
        return node.name();
    }

    boolean isRouter() {
        return router;
    }

    LabNode node() {
        return node;
    }

    Engine engine() {
        return node.engine();
    }

    Traveller traveller() {
        return traveller;
    }

    List<String> links() {
        return links;
    }

    LinkRow row(String link) {
        return Objects.requireNonNull(engine().link(link));
    }

    MacAddress mac(String link) {
        return node.port(link).mac();
    }

    /// Pulls all cables, or puts them in.
    void carrier(boolean in) {
        links.forEach(link -> node.port(link).carrier(in));
    }

    boolean isUp() {
        return links.stream().allMatch(link -> row(link).runs());
    }

    @Nullable
    AddressRow address(String link, Ipv6Address address) {
        return engine().addresses().get(new AddressKey(row(link).index(), address));
    }

    boolean wasEverOurs(Ipv6Address address) {
        return everOurs.contains(address);
    }

    List<AddressRow> globals() {
        return engine().addresses().rows().stream()
                .filter(row -> !row.address().isLinkLocal() && row.usable())
                .toList();
    }

    /// Others have all its addresses, and it may not make more of them (RFC 7217 §6).
    boolean isStranded() {
        return globals().isEmpty()
                && engine().addresses().rows().stream().anyMatch(row -> row.state() == AddressRow.State.DUPLICATE);
    }

    /// What it knows, a line a row.
    String state() {
        var text = new StringBuilder();
        engine().addresses()
                .rows()
                .forEach(row -> text.append("    addr ").append(row).append('\n'));
        engine().routes()
                .rows()
                .forEach(row -> text.append("    route ").append(row).append('\n'));
        engine().neighbors()
                .rows()
                .forEach(row -> text.append("    neigh ").append(row).append('\n'));
        return text.toString();
    }

    private void start(Class<? extends Protocol> which) {
        Map<String, ?> settings = which == AddressConfiguration.class ? addresses : Map.of();
        var protocol = Components.make(which, settings);
        running.put(which, protocol);
        node.start(protocol);
    }

    @Override
    public String toString() {
        return name();
    }
}
