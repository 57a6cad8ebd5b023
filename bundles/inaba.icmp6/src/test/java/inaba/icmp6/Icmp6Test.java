package inaba.icmp6;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressRow;
import inaba.api.neighbor.NeighborRow;
import inaba.api.route.NextHop;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.junit.Clause;
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
import inaba.wire.UdpHeader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the node answers to frames of a stranger on its link.
class Icmp6Test {
    private static final MacAddress PEER = MacAddress.parse("02:00:00:00:ff:fe");
    private static final HexFormat HEX = HexFormat.of();

    private final Wire wire = new Wire();
    private final Lab lab;
    private final LabNode node;

    /// A node with a link-local, a global and an anycast address.
    Icmp6Test(@TempDir Path state) {
        lab = new Lab(state);
        node = lab.node("node", false);
        node.link("eth", wire);
        node.address("eth", "fe80::1/64").address("eth", "2001:db8::1/64");
        node.engine()
                .routes()
                .put(new RouteRow(
                        RouteRow.MAIN,
                        Prefix.parse("2001:db8::/64"),
                        Prefix.ALL,
                        RouteRow.Kind.UNICAST,
                        List.of(new NextHop(1, null, 1)),
                        256,
                        RouteRow.Preference.MEDIUM,
                        "kernel",
                        0,
                        null,
                        false,
                        Row.PERSON,
                        Row.FOREVER));
        node.engine()
                .addresses()
                .put(new AddressRow(
                        1,
                        Ipv6Address.parse("2001:db8::"),
                        64,
                        AddressRow.Origin.MANUAL,
                        true,
                        AddressRow.State.PREFERRED,
                        AddressRow.NO_DAD,
                        Row.FOREVER,
                        Row.FOREVER,
                        Row.PERSON));
        for (String peer : List.of("fe80::fffe", "2001:db8::fffe")) {
            node.engine()
                    .neighbors()
                    .put(new NeighborRow(
                            1, Ipv6Address.parse(peer), PEER, NeighborRow.State.PERMANENT, false, 0, 0, 0, Row.PERSON));
        }
        node.start(Components.make(Icmp6.class, Map.of("rate", 10, "burst", 5)));
        lab.settle();
        wire.carried();
    }

    @Clause({
        "RFC 4443 §2.2a",
        "RFC 4443 §2.2b",
        "RFC 4443 §2.2c",
        "RFC 4443 §4.1a",
        "RFC 4443 §4.2a",
        "RFC 4443 §4.2b",
        "RFC 4443 §4.2c"
    })
    @ParameterizedTest(name = "{0} asks {1}: {2} answers")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 4443 §4.2
        2001:db8::fffe | 2001:db8::1 | 2001:db8::1
        fe80::fffe     | 2001:db8::1 | 2001:db8::1
        fe80::fffe     | fe80::1     | fe80::1
        2001:db8::fffe | ff02::1     | 2001:db8::1
        fe80::fffe     | ff02::1     | fe80::1
        2001:db8::fffe | 2001:db8::  | 2001:db8::1
        """)
    void anEchoRequestIsAnsweredFromTheRightAddress(String from, String to, String answers) {
        hears(from, to, 58, "80 00 0000 1234 0007 cafebabe");
        var reply = sent();
        assertEquals(answers, source(reply));
        assertEquals(from, destination(reply));
        assertEquals("1234 0007 cafebabe".replace(" ", ""), payload(reply).substring(8));
        assertEquals("8100", payload(reply).substring(0, 4));
        assertTrue(checksumIsRight(reply));
    }

    @Clause({"RFC 4443 §2.2a", "RFC 4443 §3.1f"})
    @Test
    void aUdpPacketToNobodyIsAnsweredAndQuoted() {
        hears("2001:db8::fffe", "2001:db8::1", 17, "0001 0002 0009 0000 77");
        var error = sent();
        assertEquals("2001:db8::1", source(error));
        assertEquals("0104", payload(error).substring(0, 4));
        assertEquals("000100020009", payload(error).substring((8 + 40) * 2, (8 + 40 + 6) * 2));
        assertTrue(checksumIsRight(error));
    }

    @Clause({"RFC 4443 §2.4a", "RFC 4443 §2.4b", "RFC 4443 §2.4d", "RFC 4443 §2.4e3", "RFC 4443 §3.4c"})
    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # what                       | from           | to          | carries                          | counted as
        UDP to a group               | 2001:db8::fffe | ff02::1     | 17 0001 0002 0008 0000           | -
        an error about nothing       | 2001:db8::fffe | 2001:db8::1 | 58 0104 0000 00000000            | inaba.icmp6.quote-unreadable
        an error about a stranger    | 2001:db8::fffe | 2001:db8::1 | 58 0104 0000 00000000 STRANGER   | inaba.icmp6.quote-not-ours
        an error about us            | 2001:db8::fffe | 2001:db8::1 | 58 0104 0000 00000000 OURS       | inaba.icmp6.errors-received-destination-unreachable
        a parameter problem of ours  | 2001:db8::fffe | 2001:db8::1 | 58 0401 0000 00000006 OURS       | inaba.icmp6.errors-received-parameter-problem
        an error of an unknown type  | 2001:db8::fffe | 2001:db8::1 | 58 6300 0000 00000000 OURS       | inaba.icmp6.errors-received-99
        an unknown informational     | 2001:db8::fffe | 2001:db8::1 | 58 c800 0000 00000000            | inaba.icmp6.unknown-informational
        a reply nobody waits for     | 2001:db8::fffe | 2001:db8::1 | 58 8100 0000 12340001            | inaba.icmp6.unexpected-echo-reply
        an echo request cut short    | 2001:db8::fffe | 2001:db8::1 | 58 8000 0000 1234                | inaba.icmp6.too-short
        """)
    void nothingIsSentButItIsCounted(String what, String from, String to, String carries, String counter) {
        int next = Integer.parseInt(carries.substring(0, 2));
        hears(
                from,
                to,
                next,
                carries.substring(3)
                        .replace("OURS", quoted("2001:db8::1"))
                        .replace("STRANGER", quoted("2001:db8::77")));
        assertEquals(List.of(), answers());
        if (!counter.equals("-")) {
            assertEquals(1, node.engine().counters().totals().getOrDefault(counter, 0L));
        }
        assertTrue(node.addsUp("eth"));
    }

    @Clause("RFC 4443 §2.4f")
    @Test
    void errorsAreLimitedAndTheLimitIsCounted() { // RFC 4443 §2.4 (f)
        for (int i = 0; i < 20; i++) {
            hears("2001:db8::fffe", "2001:db8::1", 17, "0001 0002 0008 0000");
        }
        assertEquals(5, answers().size());
        assertEquals(15, node.engine().counters().totals().get("inaba.icmp6.errors-rate-limited"));
        lab.advance(Duration.ofMillis(100));
        hears("2001:db8::fffe", "2001:db8::1", 17, "0001 0002 0008 0000");
        assertEquals(1, answers().size());
    }

    @Test
    @Clause("RFC 4443 §2.3a")
    void aMessageWithAWrongChecksumIsDropped() {
        byte[] frame = frame("2001:db8::fffe", "2001:db8::1", 58, HEX.parseHex("8000000012340007"));
        frame[frame.length - 1] ^= 1;
        wire.inject(frame);
        lab.settle();
        assertEquals(List.of(), answers());
        assertEquals(1, node.engine().counters().totals().get("inaba.core.icmp-checksum"));
    }

    @ParameterizedTest(name = "{0}: code {4}, pointer {5}")
    @CsvSource(delimiter = '|', textBlock = """
        a protocol nobody speaks      | 2001:db8::1 | 143 | 00000000                  | 1 | 6
        behind a header               | 2001:db8::1 |  60 | 8f00 0104 00000000        | 1 | 40
        an option with bits 10        | 2001:db8::1 |  60 | 3b00 8004 00000000        | 2 | 42
        an option with bits 10        | ff02::1     |  60 | 3b00 8004 00000000        | 2 | 42
        an option with bits 11        | 2001:db8::1 |  60 | 3b00 c004 00000000        | 2 | 42
        a routing header type 0       | 2001:db8::1 |  43 | 3b02 0001 00000000 %1$s   | 0 | 42
        """)
    @Clause({"RFC 4443 §3.4a", "RFC 4443 §3.4b"})
    void whatCannotBeProcessedIsPointedAt(String what, String to, int next, String hex, int code, int pointer) {
        hears("2001:db8::fffe", to, next, hex.formatted("20010db8000000000000000000000077"));
        var error = sent();
        assertEquals("040%d".formatted(code), payload(error).substring(0, 4));
        assertEquals("%08x".formatted(pointer), payload(error).substring(8, 16));
        assertTrue(checksumIsRight(error));
    }

    private void hears(String from, String to, int next, String hex) {
        wire.inject(frame(from, to, next, HEX.parseHex(hex.replace(" ", ""))));
        lab.settle();
    }

    static byte[] frame(String from, String to, int next, byte[] payload) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[EthernetHeader.BYTES + Ipv6Header.BYTES]);
        bytes.writeBytes(payload);
        byte[] frame = bytes.toByteArray();
        var memory = MemorySegment.ofArray(frame);
        var destination = Ipv6Address.parse(to);
        var mac =
                destination.isMulticast() ? MacAddress.ofMulticast(destination) : MacAddress.parse("02:00:00:00:01:01");
        new EthernetHeader(memory, 0).destination(mac).source(PEER).etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(memory, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(payload.length)
                .nextHeader(next)
                .hopLimit(64)
                .source(Ipv6Address.parse(from))
                .destination(destination);
        int at = EthernetHeader.BYTES + Ipv6Header.BYTES;
        if (next == IpProtocol.ICMPV6 && payload.length >= 4) {
            int sum = Checksum.upperLayer(memory, EthernetHeader.BYTES, at, payload.length, next);
            frame[at + 2] = (byte) (sum >>> 8);
            frame[at + 3] = (byte) sum;
        }
        if (next == IpProtocol.UDP && payload.length >= 8) {
            var udp = new UdpHeader(memory, at).length(payload.length).checksum(0);
            udp.checksum(Checksum.upperLayer(memory, EthernetHeader.BYTES, at, payload.length, next));
        }
        return frame;
    }

    /// A UDP packet from this source, in hexadecimal.
    private static String quoted(String source) {
        byte[] frame = frame(source, "2001:db8::fffe", 17, new byte[8]);
        return HEX.formatHex(frame, EthernetHeader.BYTES, frame.length);
    }

    /// What the node sent, without what was injected.
    private List<Wire.Frame> answers() {
        return wire.carried().stream()
                .filter(frame -> !frame.from().equals(MacAddress.ZERO))
                .toList();
    }

    private byte[] sent() {
        var frames = answers();
        assertEquals(1, frames.size());
        return frames.getFirst().bytes();
    }

    private static String source(byte[] frame) {
        return new Ipv6Header(MemorySegment.ofArray(frame), EthernetHeader.BYTES)
                .source()
                .toString();
    }

    private static String destination(byte[] frame) {
        return new Ipv6Header(MemorySegment.ofArray(frame), EthernetHeader.BYTES)
                .destination()
                .toString();
    }

    private static String payload(byte[] frame) {
        return HEX.formatHex(frame, EthernetHeader.BYTES + Ipv6Header.BYTES, frame.length);
    }

    private static boolean checksumIsRight(byte[] frame) {
        int at = EthernetHeader.BYTES + Ipv6Header.BYTES;
        return Checksum.valid(
                MemorySegment.ofArray(frame), EthernetHeader.BYTES, at, frame.length - at, IpProtocol.ICMPV6);
    }
}
