package inaba.tunnel;

import static inaba.tunnel.TunnelLab.A4;
import static inaba.tunnel.TunnelLab.A6;
import static inaba.tunnel.TunnelLab.B4;
import static inaba.tunnel.TunnelLab.B6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Clause;
import inaba.wire.Checksum;
import inaba.wire.IpFamily;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes in from the right end, and is not as it should be: each is dropped under a name, and nothing is answered.
class MalformedTest {
    private static final String INNER6 =
            "6000 0000 0000 3b40 20010db8000100000000000000000002" + "20010db8000200000000000000000002";
    private static final String INNER4 = "4500 0014 0000 4000 40fd 0000 0a010002 0a020002";

    @TempDir
    private Path state;

    @SuppressWarnings("NullAway.Init")
    private TunnelLab lab;

    private Map<String, Long> before = Map.of();

    @BeforeEach
    void tunnels() {
        lab = new TunnelLab(state);
        for (var mode : new String[] {"sit", "ipip", "gre"}) {
            lab.type(lab.b, "add " + mode + " mode " + mode + " local " + B4 + " remote " + A4);
        }
        lab.type(lab.b, "add any mode any local " + B6 + " remote " + A6);
        lab.type(lab.b, "add gre6 mode ip6gre local " + B6 + " remote " + A6 + " seq csum");
        lab.lab.settle();
        lab.forget();
        before = allDrops();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        41 |                                                  | tunnel.inner-too-short
        41 | 6000 0000                                        | tunnel.inner-too-short
        41 | INNER4 00000000 00000000 00000000 00000000 00000000 | tunnel.inner-version
        41 | MULTICAST                                        | core.source-multicast
        41 | LOOPBACK                                         | core.source-loopback
        41 | MAPPED                                           | core.source-mapped
        41 | COMPATIBLE                                       | tunnel.inner-source
        41 | 6000 0000 0100 3b40 20010db8000100000000000000000002 20010db8000200000000000000000002 | core.truncated
        4  | 4500 0014                                        | tunnel.inner-too-short
        4  | INNER6                                           | tunnel.inner-version
        4  | 4500 0014 0000 4000 40fd 1234 0a010002 0a020002  | core.header-checksum
        47 |                                                  | tunnel.gre-too-short
        47 | 2000 86dd                                        | tunnel.gre-too-short
        47 | 0001 86dd INNER6                                 | tunnel.gre-version
        47 | 0000 0800 MAKER                                  | tunnel.gre-loop
        47 | 4000 86dd 00000000 INNER6                        | tunnel.gre-flags
        47 | 0400 86dd INNER6                                 | tunnel.gre-flags
        47 | 0000 6558 INNER6                                 | tunnel.gre-protocol
        47 | 8000 86dd 12340000 INNER6                        | tunnel.gre-checksum
        47 | 0000 86dd INNER4 00000000 00000000 00000000 00000000 00000000 | tunnel.inner-version
        47 | 2000 86dd 00000001 INNER6                        | tunnel.wrong-key
        """)
    @Clause({
        "RFC 2784 §2.1a",
        "RFC 2784 §2.3a",
        "RFC 2784 §2.3.1a",
        "RFC 2784 §2.4a",
        "RFC 2784 §3c",
        "RFC 4213 §3.6f",
        "RFC 4213 §3.6g",
        "RFC 4213 §3.6h"
    })
    void anIpv4PacketWithSomethingElseInside(int protocol, @Nullable String inside, String drop) {
        var bytes = HexFormat.of().parseHex(hex(inside));
        inject(ipv4(protocol, bytes));
        assertEquals("{inaba." + drop + "=1}", drops());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        41 |                                   | tunnel.inner-too-short
        41 | INNER4 00000000 00000000 00000000 00000000 00000000 | tunnel.inner-version
        4  | 4500                              | tunnel.inner-too-short
        60 | 2900 0401 0001 0100               | tunnel.inner-too-short
        60 | 2900 0401 04                      | core.header-truncated
        60 | 2900 04ff 0001 0100 INNER6        | core.options-malformed
        60 | 2f00 0401 0001 0100 0000 86dd INNER6 | tunnel.gre-no-checksum
        47 | 0000 86dd INNER6                  | tunnel.gre-no-checksum
        50 | 00000000 00000000                 | core.protocol-unreachable
        """)
    void anIpv6PacketWithSomethingElseInside(int protocol, @Nullable String inside, String drop) {
        inject(ipv6(protocol, HexFormat.of().parseHex(hex(inside))));
        assertEquals("{inaba." + drop + "=1}", drops());
    }

    @Test
    @Clause("RFC 6040 §4.2b")
    void congestionThatTheSenderInsideDoesNotUnderstandEndsThePacket() { // RFC 6040 §4.2
        var packet = ipv4(41, HexFormat.of().parseHex(hex(INNER6)));
        packet[1] = 3;
        sum(packet);
        inject(packet);
        assertEquals("{inaba.tunnel.congestion=1}", drops());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"IPV6, 6020, 6030", "IPV4, 4502, 4503"})
    @Clause("RFC 6040 §4.2a")
    void congestionOnTheWayIsToldToASenderWhoUnderstandsIt(IpFamily family, String before, String after) {
        boolean inner4 = family == IpFamily.IPV4;
        var inner = HexFormat.of().parseHex(hex(inner4 ? INNER4 : INNER6).replaceFirst("^....", before));
        if (inner4) {
            sum(inner);
        }
        var packet = ipv4(inner4 ? 4 : 41, inner);
        packet[1] = 3;
        sum(packet);
        inject(packet);

        var arrived = lab.lanB.carried().stream()
                .map(frame -> HexFormat.of().formatHex(frame.bytes()).substring(2 * 14))
                .filter(bytes -> bytes.startsWith(after))
                .findFirst()
                .orElseThrow();
        if (inner4) {
            var header = new Ipv4Header(MemorySegment.ofArray(HexFormat.of().parseHex(arrived)), 0);
            assertEquals(true, header.checksumIsValid());
        }
        assertEquals(Map.of(), lab.drops(lab.b));
        lab.addsUp();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "224.0.0.1, source-multicast",
        "127.0.0.1, source-loopback",
        "0.1.2.3, source-martian",
        "255.255.255.255, source-martian"
    })
    void anOuterSourceThatNobodyHasIsNotLookedUp(String source, String drop) {
        var packet = ipv4(41, HexFormat.of().parseHex(hex(INNER6)));
        new Ipv4Header(MemorySegment.ofArray(packet), 0)
                .source(IpFamily.IPV4.parseAddress(source).toIpv4());
        sum(packet);
        inject(packet);
        assertEquals("{inaba.core." + drop + "=1}", drops());
    }

    @Test
    void aFrameToAllIsNoTunnelPacket() {
        var packet = ipv4(41, HexFormat.of().parseHex(hex(INNER6)));
        inject(packet, MacAddress.parse("ff:ff:ff:ff:ff:ff"));
        assertEquals("{inaba.core.unicast-in-broadcast=1}", drops());
    }

    private static String hex(@Nullable String text) {
        return (text == null ? "" : text)
                .replace("INNER6", INNER6)
                .replace("INNER4", INNER4)
                .replace("MAKER", "4500 0014 0000 4000 40fd 0000 0a010002 c0000201")
                .replace("MULTICAST", from("ff0e::1"))
                .replace("LOOPBACK", from("::1"))
                .replace("MAPPED", from("::ffff:10.1.0.2"))
                .replace("COMPATIBLE", from("::10.1.0.2"))
                .replace(" ", "");
    }

    private static String from(String source) {
        var bytes = HexFormat.of().parseHex(INNER6.replace(" ", ""));
        new Ipv6Header(MemorySegment.ofArray(bytes), 0).source(Ipv6Address.parse(source));
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] ipv4(int protocol, byte[] inside) {
        var packet = new byte[Ipv4Header.BYTES + inside.length];
        System.arraycopy(inside, 0, packet, Ipv4Header.BYTES, inside.length);
        new Ipv4Header(MemorySegment.ofArray(packet), 0)
                .start(Ipv4Header.BYTES)
                .totalLength(packet.length)
                .timeToLive(64)
                .protocol(protocol)
                .source(IpFamily.IPV4.parseAddress(A4).toIpv4())
                .destination(IpFamily.IPV4.parseAddress(B4).toIpv4());
        sum(packet);
        return packet;
    }

    private static void sum(byte[] packet) {
        var header = new Ipv4Header(MemorySegment.ofArray(packet), 0).checksum(0);
        header.checksum(Checksum.finish(Checksum.sum(MemorySegment.ofArray(packet), 0, Ipv4Header.BYTES, 0)));
    }

    private static byte[] ipv6(int protocol, byte[] inside) {
        var packet = new byte[Ipv6Header.BYTES + inside.length];
        System.arraycopy(inside, 0, packet, Ipv6Header.BYTES, inside.length);
        new Ipv6Header(MemorySegment.ofArray(packet), 0)
                .start(0, 0)
                .payloadLength(inside.length)
                .nextHeader(protocol)
                .hopLimit(64)
                .source(Ipv6Address.parse(A6))
                .destination(Ipv6Address.parse(B6));
        return packet;
    }

    private void inject(byte[] packet) {
        inject(packet, Objects.requireNonNull(lab.b.engine().link("wan")).mac());
    }

    private void inject(byte[] packet, MacAddress to) {
        var frame = new byte[14 + packet.length];
        to.write(MemorySegment.ofArray(frame), 0);
        frame[6] = 2;
        int type = (packet[0] >>> 4 == 4 ? IpFamily.IPV4 : IpFamily.IPV6).etherType();
        frame[12] = (byte) (type >>> 8);
        frame[13] = (byte) type;
        System.arraycopy(packet, 0, frame, 14, packet.length);
        lab.wireB.inject(frame);
        lab.lab.settle();
    }

    /// What was dropped since the tunnels are there.
    private String drops() {
        lab.addsUp();
        var since = new TreeMap<>(allDrops());
        since.entrySet().removeIf(drop -> drop.getValue().equals(before.get(drop.getKey())));
        return since.toString();
    }

    private Map<String, Long> allDrops() {
        var drops = new TreeMap<String, Long>();
        for (var link : lab.b.engine().links().rows()) {
            drops.putAll(lab.b.engine().board().drops(link.index()));
        }
        return drops;
    }
}
