package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.core.path.HeaderLimits;
import inaba.icmp6.Icmp6;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The node that is tested, between a peer on its link and, for a router, a target on another; and what it answers, as
/// text: `reply`, `problem CODE @POINTER`, `exceeded CODE`, `unreachable CODE`, `too big MTU`, `forwarded`, `silence`.
final class Bench {
    static final String NODE = "2001:db8:1::1";
    static final String PEER = "2001:db8:1::fffe";
    static final String TARGET = "2001:db8:2::fffe";
    static final String ALL_NODES = "ff02::1";
    /// A group that nobody has joined, of a scope in which routers forward.
    static final String FAR_GROUP = "ff1e::1:2";

    static final int LAN = 1;
    static final int WAN = 2;
    static final MacAddress NODE_MAC = MacAddress.parse("02:00:00:00:01:01");

    private static final MacAddress PEER_MAC = MacAddress.parse("02:00:00:00:ff:fe");
    private static final MacAddress TARGET_MAC = MacAddress.parse("02:00:00:00:ff:fd");

    private final Wire lan = new Wire();
    private final Wire wan = new Wire();
    private final Lab lab;
    private final LabNode node;
    private final List<Datagram> asked = new ArrayList<>();

    private Bench(Path state, boolean router) {
        lab = new Lab(state);
        node = lab.node("node", router);
        node.link("lan", lan);
        node.address("lan", "fe80::1/64").address("lan", NODE + "/64");
        route("2001:db8:1::/64", LAN);
        neighbor(LAN, "fe80::fffe", PEER_MAC);
        neighbor(LAN, PEER, PEER_MAC);
        if (router) {
            node.link("wan", wan, 1400);
            node.address("wan", "2001:db8:2::1/64");
            route("2001:db8:2::/64", WAN);
            neighbor(WAN, TARGET, TARGET_MAC);
        }
        node.start(Components.make(Icmp6.class, Map.of("rate", 10_000, "burst", 10_000)));
        lab.settle();
        lan.carried();
        wan.carried();
    }

    static Bench host(Path state) {
        return new Bench(state, false);
    }

    static Bench router(Path state) {
        return new Bench(state, true);
    }

    void limits(HeaderLimits limits) {
        node.engine().limits(limits);
        lab.settle();
    }

    /// Why packets of the peer were dropped, and how often.
    Map<String, Long> drops() {
        return node.engine().board().drops(LAN);
    }

    LabNode node() {
        return node;
    }

    Bench advance(Duration time) {
        lab.advance(time);
        return this;
    }

    /// The peer sends a packet.
    Bench hears(Datagram packet) {
        return hears(packet, mac(packet));
    }

    /// The peer sends a packet in a frame to this station.
    Bench hears(Datagram packet, MacAddress to) {
        return hears(packet, to, 0);
    }

    /// @param padding octets behind the packet in its frame
    Bench hears(Datagram packet, MacAddress to, int padding) {
        asked.add(packet);
        var frame = new byte[EthernetHeader.BYTES + packet.bytes().length + padding];
        Arrays.fill(frame, EthernetHeader.BYTES + packet.bytes().length, frame.length, (byte) 0xee);
        System.arraycopy(packet.bytes(), 0, frame, EthernetHeader.BYTES, packet.bytes().length);
        new EthernetHeader(MemorySegment.ofArray(frame), 0)
                .destination(to)
                .source(PEER_MAC)
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        lan.inject(frame);
        lab.settle();
        return this;
    }

    /// What the node has sent since the last call: one text for each packet, or `silence`.
    String answers() {
        var answers = new ArrayList<String>();
        sent(lan).forEach(packet -> answers.add(answer(packet)));
        sent(wan).forEach(packet -> answers.add(passedOn(packet)));
        assertTrue(node.addsUp("lan"), "all that came in is accounted for");
        return answers.isEmpty() ? "silence" : String.join(", ", answers);
    }

    /// The packets that the node has sent to the peer's link since the last call.
    List<Datagram> packets() {
        return sent(lan);
    }

    private static List<Datagram> sent(Wire wire) {
        return wire.carried().stream()
                .filter(frame -> !frame.from().equals(MacAddress.ZERO))
                .map(frame ->
                        new Datagram(Arrays.copyOfRange(frame.bytes(), EthernetHeader.BYTES, frame.bytes().length)))
                .toList();
    }

    private String answer(Datagram sent) {
        var header = sent.header();
        assertEquals(asked.getLast().header().source(), header.destination());
        if (header.nextHeader() == IpProtocol.FRAGMENT) {
            return "fragment " + new FragmentHeader(header.bytes(), Ipv6Header.BYTES).offset();
        }
        assertEquals(IpProtocol.ICMPV6, header.nextHeader());
        long length = header.payloadLength();
        assertTrue(Checksum.valid(header.bytes(), 0, Ipv6Header.BYTES, length, IpProtocol.ICMPV6));
        var message = new ErrorMessage(header.bytes().asSlice(Ipv6Header.BYTES));
        assertEquals(expectedSource(), header.source()); // RFC 4443 §2.2
        if (message.type() == Icmpv6Type.ECHO_REPLY) {
            return "reply";
        }
        assertTrue(asked.stream().anyMatch(one -> quotes(message, one)), "it quotes what was sent");
        return switch (message.type()) {
            case Icmpv6Type.PARAMETER_PROBLEM -> "problem " + message.code() + " @" + message.param32();
            case Icmpv6Type.TIME_EXCEEDED -> "exceeded " + message.code();
            case Icmpv6Type.DESTINATION_UNREACHABLE -> "unreachable " + message.code();
            case Icmpv6Type.PACKET_TOO_BIG -> "too big " + message.param32();
            default -> "type " + message.type();
        };
    }

    private Ipv6Address expectedSource() {
        var header = asked.getLast().header();
        var ours = node.engine().addresses().rows().stream()
                .anyMatch(row -> row.address().equals(header.destination()));
        var own = header.source().isLinkLocal() ? "fe80::1" : NODE;
        return ours ? header.destination() : Ipv6Address.parse(own);
    }

    /// RFC 4443 §2.4 (c): as much of the packet as fits, as it was received.
    private static boolean quotes(ErrorMessage error, Datagram packet) {
        int most = Math.min(packet.bytes().length, ErrorMessage.MAX_QUOTED);
        return error.quoted().mismatch(MemorySegment.ofArray(packet.bytes()).asSlice(0, most)) < 0;
    }

    private String passedOn(Datagram sent) {
        var expected = new Datagram(asked.getLast().bytes().clone());
        expected.header().hopLimit(expected.header().hopLimit() - 1);
        return Arrays.equals(expected.bytes(), sent.bytes()) ? "forwarded" : "changed and forwarded";
    }

    private static MacAddress mac(Datagram packet) {
        var destination = packet.header().destination();
        return destination.isMulticast() ? MacAddress.ofMulticast(destination) : NODE_MAC;
    }

    private void route(String prefix, int link) {
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(link, null, 1)),
                        256,
                        RouteRow.Preference.MEDIUM,
                        "kernel",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    private void neighbor(int link, String address, MacAddress mac) {
        node.engine()
                .neighbors()
                .put(new NeighborRow(
                        link,
                        Ipv6Address.parse(address),
                        mac,
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
    }
}
