package inaba.pmtu;

import inaba.api.link.GroupRow;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.PathMtuRow;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A host on a wire of MTU 1500 with a router that the test speaks for.
final class PmtuLab {
    static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:1::a");
    static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:1::1");
    private static final int EXPERIMENT = 253;
    private static final MacAddress ROUTER_MAC = MacAddress.parse("02:00:00:00:ff:01");

    final Lab lab;
    final Wire wire = new Wire();
    final LabNode host;
    private final PathMtuDiscovery protocol = Components.make(PathMtuDiscovery.class);

    PmtuLab(Path state) {
        lab = new Lab(state);
        host = lab.node("host", false).start(protocol);
        host.link("eth", wire);
        host.address("eth", HOST + "/64");
        host.address("eth", "fe80::a/64");
        neighbor(ROUTER.toString());
        route(Prefix.ALL, ROUTER);
        route(Prefix.parse("2001:db8:1::/64"), null);
        lab.settle();
        wire.carried();
    }

    /// Configures how long an estimate lives, in seconds.
    void configure(int lifetime) {
        protocol.configure(Components.configuration(PmtuConfig.class, Map.of("lifetime_s", lifetime)));
    }

    void neighbor(String address) {
        host.engine()
                .neighbors()
                .put(new NeighborRow(
                        1,
                        Ipv6Address.parse(address),
                        ROUTER_MAC,
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
    }

    void group(String group) {
        host.engine().groups().put(new GroupRow(1, Ipv6Address.parse(group), Row.PERSON));
        lab.settle();
        wire.carried();
    }

    private void route(Prefix to, @Nullable Ipv6Address via) {
        host.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        to,
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(1, via, 1)),
                        1024,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    /// Sends a packet of this many bytes; the frames that went out for it.
    List<Wire.Frame> sends(String to, int length) {
        wire.carried();
        var destination = Ipv6Address.parse(to);
        var output = host.engine().output();
        var packet = output.take(length);
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(HOST)
                .destination(destination);
        boolean zoned = destination.isMulticast() || destination.isLinkLocal();
        output.send(packet.end(packet.start() + length), zoned ? 1 : 0);
        lab.settle();
        return wire.carried();
    }

    /// Lengths of the IPv6 packets that went out for one of this many bytes.
    List<Integer> lengths(String to, int length) {
        return sends(to, length).stream()
                .map(f -> f.bytes().length - EthernetHeader.BYTES)
                .toList();
    }

    /// The router says that a packet, which it quotes, is too big.
    void complains(Wire.Frame about, long mtu) {
        complains(about.bytes(), mtu, 0);
    }

    void complains(byte[] about, long mtu, int code) {
        int quoted = Math.min(ErrorMessage.MAX_QUOTED, about.length - EthernetHeader.BYTES);
        int length = ErrorMessage.FIXED_BYTES + quoted;
        var frame = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + length]);
        new EthernetHeader(frame, 0)
                .destination(host.port("eth").mac())
                .source(ROUTER_MAC)
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(length)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(64)
                .source(ROUTER)
                .destination(HOST);
        var message = frame.asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES);
        new ErrorMessage(message).start(Icmpv6Type.PACKET_TOO_BIG, code, mtu);
        MemorySegment.copy(
                MemorySegment.ofArray(about), EthernetHeader.BYTES, message, ErrorMessage.FIXED_BYTES, quoted);
        long upper = EthernetHeader.BYTES + (long) Ipv6Header.BYTES;
        var icmp = new Icmpv6Header(message, 0).checksum(0);
        icmp.checksum(Checksum.upperLayer(frame, EthernetHeader.BYTES, upper, length, IpProtocol.ICMPV6));
        wire.inject(frame.toArray(ValueLayout.JAVA_BYTE));
        lab.settle();
        wire.carried();
    }

    /// What is known of the path to a destination, or 0.
    int known(String destination) {
        var address = Ipv6Address.parse(destination);
        int zone = address.isMulticast() || address.isLinkLocal() ? 1 : 0;
        var row = host.engine().pathMtus().get(new PathMtuRow.Key(zone, address));
        return row == null ? 0 : row.mtu();
    }

    void passes(Duration time) {
        lab.advance(time);
        wire.carried();
    }

    long drops(String name) {
        return host.engine().counters().totals().getOrDefault("inaba.pmtu." + name, 0L);
    }

    static boolean isFragment(Wire.Frame frame) {
        var memory = MemorySegment.ofArray(frame.bytes());
        return new Ipv6Header(memory, EthernetHeader.BYTES).nextHeader() == IpProtocol.FRAGMENT
                && !new FragmentHeader(memory, EthernetHeader.BYTES + (long) Ipv6Header.BYTES).isAtomic();
    }
}
