package inaba.icmp6;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A router between two links, RFC 4007 §9: no packet leaves the zone of its source or destination. On both links there
/// is a neighbour fe80::9, and one whose global address ends in 9.
class ScopeTest {
    private static final int EXPERIMENT = 253;
    private static final MacAddress LAN_PEER = MacAddress.parse("02:00:00:00:00:09");
    private static final MacAddress WAN_PEER = MacAddress.parse("02:00:00:00:00:0a");

    private final Wire lan = new Wire();
    private final Wire wan = new Wire();
    private final Lab lab;
    private final LabNode router;

    ScopeTest(@TempDir Path state) {
        lab = new Lab(state);
        router = lab.node("router", true);
        router.link("lan", lan);
        router.link("wan", wan);
        router.address("lan", "fe80::1/64").address("lan", "2001:db8:1::1/64");
        router.address("wan", "fe80::1/64").address("wan", "2001:db8:2::1/64");
        connect("lan", LAN_PEER, "2001:db8:1::/64", "2001:db8:1::9");
        connect("wan", WAN_PEER, "2001:db8:2::/64", "2001:db8:2::9");
        router.start(Components.make(Icmp6.class, Map.of()));
        lab.settle();
        lan.carried();
        wan.carried();
    }

    /// What the router sends on its two links for a packet that comes in on `lan`.
    @ParameterizedTest(name = "{0} > {1}: lan [{2}], wan [{3}], {4}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:1::9 | 2001:db8:2::9 |                          | 2001:db8:1::9 > 2001:db8:2::9 |
        fe80::9       | 2001:db8:2::9 | fe80::1 > fe80::9 1/2    |                               | beyond-scope
        fe80::9       | 2001:db8:1::9 | fe80::9 > 2001:db8:1::9  |                               |
        2001:db8:1::9 | fe80::9       |                          |                               | not-ours
        2001:db8:1::9 | fe80::77      |                          |                               | not-ours
        fe80::9       | ff05::77      |                          |                               | not-joined
        2001:db8:1::9 | ff05::77      |                          |                               | not-joined
        """)
    @Clause({"RFC 4007 §9", "RFC 4007 §9b", "RFC 4007 §5", "RFC 4291 §2.5.6"})
    void packetsStayInTheZonesOfTheirAddresses(String from, String to, String onLan, String onWan, String drop) {
        var destination = Ipv6Address.parse(to);
        var mac = destination.isMulticast()
                ? MacAddress.ofMulticast(destination)
                : router.port("lan").mac();
        lan.inject(frame(Ipv6Address.parse(from), destination, mac));
        lab.settle();
        assertEquals(
                onLan == null ? List.of() : List.of(onLan),
                texts(lan).stream().skip(1).toList());
        assertEquals(onWan == null ? List.of() : List.of(onWan), texts(wan));
        if (drop != null) {
            assertEquals(1, router.engine().counters().totals().getOrDefault("inaba.core." + drop, 0L));
        }
    }

    private static byte[] frame(Ipv6Address from, Ipv6Address to, MacAddress mac) {
        int payload = 8;
        var frame = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + payload]);
        new EthernetHeader(frame, 0).destination(mac).source(LAN_PEER).etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(payload)
                .nextHeader(EXPERIMENT)
                .hopLimit(64)
                .source(from)
                .destination(to);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    private static List<String> texts(Wire wire) {
        return wire.carried().stream().map(frame -> text(frame.bytes())).toList();
    }

    private static String text(byte[] bytes) {
        var frame = MemorySegment.ofArray(bytes);
        var ip = new Ipv6Header(frame, EthernetHeader.BYTES);
        var text = ip.source() + " > " + ip.destination();
        if (ip.nextHeader() == EXPERIMENT) {
            return text;
        }
        var icmp = new Icmpv6Header(frame, EthernetHeader.BYTES + (long) Ipv6Header.BYTES);
        return text + ' ' + icmp.type() + '/' + icmp.code();
    }

    private void connect(String link, MacAddress peer, String prefix, String global) {
        var engine = router.engine();
        int index = Objects.requireNonNull(engine.link(link)).index();
        for (var address : List.of("fe80::9", global)) {
            engine.neighbors()
                    .put(new NeighborRow(
                            index,
                            Ipv6Address.parse(address),
                            peer,
                            NeighborRow.State.PERMANENT,
                            false,
                            0,
                            0,
                            0,
                            Row.PERSON));
        }
        engine.routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(index, null, 1)),
                        256,
                        RouteRow.Preference.MEDIUM,
                        "kernel",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }
}
