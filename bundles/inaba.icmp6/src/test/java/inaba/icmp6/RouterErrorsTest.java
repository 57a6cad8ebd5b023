package inaba.icmp6;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.nd.NeighborDiscovery;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.Wire;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a router tells the source of a packet that it could not forward, RFC 4443 §3, and when it stays silent.
class RouterErrorsTest {
    private static final MacAddress HOST = MacAddress.parse("02:00:00:00:ff:fe");
    private static final String FROM = "2001:db8:1::a";
    private static final String FAR = "2001:db8:2::b";
    private static final int HOP_LIMIT_AT = EthernetHeader.BYTES + 7;

    private final Wire lan = new Wire();
    private final Wire wan = new Wire();
    private final Lab lab;
    private final LabNode router;

    RouterErrorsTest(@TempDir Path state) {
        lab = new Lab(state);
        router = lab.node("router", true);
        router.link("lan", lan);
        router.link("wan", wan, 1300);
        router.start(Components.make(NeighborDiscovery.class));
        router.address("lan", "fe80::1/64").address("lan", "2001:db8:1::1/64");
        router.address("wan", "fe80::1/64").address("wan", "2001:db8:2::1/64");
        route("2001:db8:1::/64", RouteRow.Kind.UNICAST, new NextHop(1, null, 1));
        route("2001:db8:2::/64", RouteRow.Kind.UNICAST, new NextHop(2, null, 1));
        route("2001:db8:b::/48", RouteRow.Kind.BLACKHOLE, null);
        route("2001:db8:c::/48", RouteRow.Kind.PROHIBIT, null);
        route("2001:db8:d::/48", RouteRow.Kind.UNREACHABLE, null);
        neighbor(1, FROM);
        neighbor(1, "fe80::a");
        neighbor(2, FAR);
        start(Map.of());
    }

    private void start(Map<String, ?> settings) {
        router.start(Components.make(Icmp6.class, settings));
        lab.settle();
        lan.carried();
    }

    @ParameterizedTest(name = "{0} from {1} to {2}, hop limit {3}, {4} bytes: {5}/{6} {7} from {8}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 4443      | from          | to                | hops | bytes | type | code | parameter | answers
        §3.1 code 0     | 2001:db8:1::a | 2001:db8:9::9     |   64 |   100 |    1 |    0 |         0 | 2001:db8:1::1
        unreachable     | 2001:db8:1::a | 2001:db8:d::9     |   64 |   100 |    1 |    0 |         0 | 2001:db8:1::1
        §3.1 code 1     | 2001:db8:1::a | 2001:db8:c::9     |   64 |   100 |    1 |    1 |         0 | 2001:db8:1::1
        §3.1 code 2     | fe80::a       | 2001:db8:2::b     |   64 |   100 |    1 |    2 |         0 | fe80::1
        §3.2            | 2001:db8:1::a | 2001:db8:2::b     |   64 |  1301 |    2 |    0 |      1300 | 2001:db8:1::1
        §3.3 to zero    | 2001:db8:1::a | 2001:db8:2::b     |    1 |   100 |    3 |    0 |         0 | 2001:db8:1::1
        §3.3 from zero  | 2001:db8:1::a | 2001:db8:2::b     |    0 |   100 |    3 |    0 |         0 | 2001:db8:1::1
        """)
    @Clause({
        "RFC 4443 §2.2b",
        "RFC 4443 §2.4c",
        "RFC 4443 §3.1b",
        "RFC 4443 §3.1c",
        "RFC 4443 §3.1d",
        "RFC 4443 §3.1h",
        "RFC 4443 §3.2a",
        "RFC 4443 §3.2c",
        "RFC 4443 §3.3a",
        "RFC 4443 §3.3b"
    })
    void theSourceIsTold(
            String clause,
            String from,
            String to,
            int hops,
            int bytes,
            int type,
            int code,
            long parameter,
            String answers) {
        var packet = udp(from, to, hops, bytes);
        var error = answer(packet);
        assertEquals(type, error.message.type());
        assertEquals(code, error.message.code());
        assertEquals(parameter, error.message.param32());
        assertEquals(answers, error.ip.source().toString());
        assertEquals(from, error.ip.destination().toString());
        byte[] offender = Arrays.copyOfRange(packet, EthernetHeader.BYTES, packet.length);
        byte[] quoted = error.message.quoted().toArray(ValueLayout.JAVA_BYTE);
        assertArrayEquals(Arrays.copyOf(offender, Math.min(offender.length, 1232)), quoted);
    }

    @Test
    @Clause("RFC 4443 §3.1e")
    void aNeighbourThatDoesNotAnswerIsReportedOnceResolutionFailed() {
        hears(udp(FROM, "2001:db8:2::dead", 64, 100));
        assertEquals(0, errors().size());
        lab.advance(Duration.ofSeconds(3));
        var error = errors().getFirst();
        assertEquals(1, error.message.type());
        assertEquals(3, error.message.code());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        blackhole                      | 2001:db8:1::a | 2001:db8:b::9     |  64 | 17 00010002000c000000000000
        from no address                | ::            | 2001:db8:9::9     |  64 | 17 00010002000c000000000000
        from a group                   | ff02::9       | 2001:db8:9::9     |  64 | 17 00010002000c000000000000
        to a group                     | 2001:db8:1::a | ff0e::9           |   1 | 17 00010002000c000000000000
        destination unreachable        | 2001:db8:1::a | 2001:db8:9::9     |  64 | 58 0100000000000000
        packet too big                 | 2001:db8:1::a | 2001:db8:9::9     |  64 | 58 0200000000000500
        time exceeded                  | 2001:db8:1::a | 2001:db8:9::9     |   1 | 58 0300000000000000
        parameter problem              | 2001:db8:1::a | 2001:db8:9::9     |  64 | 58 0400000000000000
        an error nobody knows          | 2001:db8:1::a | 2001:db8:9::9     |  64 | 58 7f00000000000000
        a redirect                     | 2001:db8:1::a | 2001:db8:9::9     |  64 | 58 8900000000000000
        """)
    @Clause({"RFC 4443 §2.4e1", "RFC 4443 §2.4e2", "RFC 4443 §2.4e3", "RFC 4443 §2.4e6"})
    void nothingIsSaid(String what, String from, String to, int hops, String carries) {
        var payload = HexFormat.of().parseHex(carries.substring(3));
        var packet = Icmp6Test.frame(from, to, Integer.parseInt(carries.substring(0, 2)), payload);
        packet[HOP_LIMIT_AT] = (byte) hops;
        hears(packet);
        lab.advance(Duration.ofSeconds(10));
        assertEquals(0, errors().size());
        assertTrue(router.addsUp("lan"));
    }

    @Test
    @Clause("RFC 4443 §3.1a")
    void whatFindsNoRoomIsDroppedWithoutAWord() {
        for (int i = 0; i < 40; i++) {
            hears(udp(FROM, "2001:db8:2::dead", 64, 100));
        }
        assertEquals(8, router.engine().counters().totals().get("inaba.core.neighbor-queue-full"));
        assertEquals(0, errors().size());
    }

    @Test
    @Clause("RFC 4443 §2.4e1")
    void informationalMessagesAreAnsweredLikeAnyPacket() {
        var echo = Icmp6Test.frame(FROM, "2001:db8:9::9", 58, HexFormat.of().parseHex("8000000012340001"));
        assertEquals(1, answer(echo).message.type());
    }

    @Test
    @Clause("RFC 4443 §2.4e4")
    void aUnicastPacketInAFrameToAGroupIsNotAnswered() {
        var packet = udp(FROM, "2001:db8:9::9", 64, 100);
        new EthernetHeader(MemorySegment.ofArray(packet), 0).destination(MacAddress.parse("33:33:00:00:00:01"));
        hears(packet);
        assertEquals(0, errors().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lan", "*"})
    @Clause("RFC 4443 §3.1j")
    void unreachablesCanBeTurnedOffForALink(String links) {
        start(Map.of("quiet_links", new String[] {links}));
        hears(udp(FROM, "2001:db8:9::9", 64, 100));
        assertEquals(0, errors().size());
        assertEquals(3, answer(udp(FROM, FAR, 1, 100)).message.type(), "others go on");
        assertEquals(2, answer(udp(FROM, FAR, 64, 1400)).message.type());
    }

    @Test
    @Clause({"RFC 4443 §2.4f", "RFC 4443 §2.4g"})
    void errorsAreLimitedByLinkAndInTotal() {
        start(Map.of("rate", 10, "burst", 6, "total_rate", 5, "total_burst", 4));
        for (int i = 0; i < 20; i++) {
            hears(udp(FROM, "2001:db8:9::9", 64, 100));
        }
        assertEquals(4, errors().size());
        hears(udp(FROM, FAR, 64, 1400));
        assertEquals(1, errors().size(), "Path MTU Discovery has a budget of its own");
        lab.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            hears(udp(FROM, "2001:db8:9::9", 64, 100));
        }
        assertEquals(4, errors().size());
    }

    private static byte[] udp(String from, String to, int hops, int bytes) {
        byte[] payload = new byte[bytes - Ipv6Header.BYTES];
        payload[1] = 1;
        payload[3] = 2;
        payload[4] = (byte) (payload.length >>> 8);
        payload[5] = (byte) payload.length;
        var packet = Icmp6Test.frame(from, to, IpProtocol.UDP, payload);
        packet[HOP_LIMIT_AT] = (byte) hops;
        return packet;
    }

    private void hears(byte[] frame) {
        lan.inject(frame);
        lab.settle();
    }

    private Answer answer(byte[] frame) {
        hears(frame);
        var errors = errors();
        assertEquals(1, errors.size());
        return errors.getFirst();
    }

    private List<Answer> errors() {
        return lan.carried().stream()
                .filter(frame -> !frame.from().equals(MacAddress.ZERO))
                .map(frame -> Answer.of(frame.bytes()))
                .filter(answer -> Icmpv6Type.isError(answer.message.type()))
                .toList();
    }

    private void neighbor(int link, String address) {
        router.engine()
                .neighbors()
                .put(new NeighborRow(
                        link,
                        Ipv6Address.parse(address),
                        HOST,
                        NeighborRow.State.PERMANENT,
                        false,
                        0,
                        0,
                        0,
                        Row.PERSON));
    }

    private void route(String prefix, RouteRow.Kind kind, @Nullable NextHop hop) {
        router.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse(prefix),
                        Prefix.ALL,
                        kind,
                        hop == null ? List.of() : List.of(hop),
                        256,
                        RouteRow.Preference.MEDIUM,
                        "static",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
    }

    private record Answer(Ipv6Header ip, ErrorMessage message) {
        static Answer of(byte[] frame) {
            var memory = MemorySegment.ofArray(frame);
            var ip = new Ipv6Header(memory, EthernetHeader.BYTES);
            long at = EthernetHeader.BYTES + (long) Ipv6Header.BYTES;
            assertEquals(IpProtocol.ICMPV6, ip.nextHeader());
            assertTrue(frame.length - EthernetHeader.BYTES <= Ipv6Header.MIN_MTU);
            assertTrue(Checksum.valid(memory, EthernetHeader.BYTES, at, frame.length - at, IpProtocol.ICMPV6));
            return new Answer(ip, new ErrorMessage(memory.asSlice(at)));
        }
    }
}
