package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import inaba.junit.Clause;
import inaba.wire.Checksum;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The IPv6 header at its destination, RFC 8200 §3, and what its Next Header says, §4.
class HeaderTest {
    @TempDir
    Path state;

    private Bench bench;

    @BeforeEach
    void aHost() {
        bench = Bench.host(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 7, 10, 15})
    @Clause("RFC 8200 §3a")
    void aPacketOfAnotherVersionIsNotRead(int version) {
        var packet = echo();
        packet.header().version(version);
        assertEquals("silence", bench.hears(packet).answers());
        assertEquals("reply", bench.hears(echo()).answers());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x20, 0x7f, 0xb8, 0xff})
    @Clause({"RFC 8200 §3b", "RFC 8200 §7b"})
    void anyTrafficClassIsAccepted(int trafficClass) {
        var packet = echo();
        packet.header().trafficClass(trafficClass);
        assertEquals("reply", bench.hears(packet).answers());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x34567, 0xfffff})
    @Clause({"RFC 8200 §3b", "RFC 8200 §6b"})
    void anyFlowLabelIsAccepted(int label) {
        var packet = echo();
        packet.header().flowLabel(label);
        assertEquals("reply", bench.hears(packet).answers());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 64, 255})
    @Clause({"RFC 8200 §3c", "RFC 8200 §3e"})
    void theDestinationTakesAPacketWithAnyHopLimit(int hopLimit) {
        var packet = Datagram.of(Bench.PEER, Bench.NODE, hopLimit, "echo:8");
        assertEquals("reply", bench.hears(packet).answers());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 43, 1452})
    @Clause({"RFC 8200 §3d", "RFC 8200 §5b"})
    void anyPayloadLengthUpToTheLinksMtuIsAcceptedOddOrEven(int data) {
        assertEquals("reply", bench.hears(to("echo:" + data)).answers());
    }

    @Test
    @Clause("RFC 8200 §3d")
    void whatTheLinkHasPaddedIsNoPartOfThePacket() {
        assertEquals("reply", bench.hears(to("echo:1"), Bench.NODE_MAC, 45).answers());
    }

    @Test
    @Clause("RFC 8200 §3d")
    void aPacketThatSaysThatItIsLongerThanItsFrameIsDropped() {
        var packet = echo();
        packet.header().payloadLength(packet.header().payloadLength() + 1);
        assertEquals("silence", bench.hears(packet).answers());
    }

    @Test
    @Clause("RFC 8200 §3d")
    void aPacketThatSaysThatItIsShorterIsReadSoFar() {
        var packet = echo();
        packet.header().payloadLength(packet.header().payloadLength() - 1);
        assertEquals("silence", bench.hears(packet).answers()); // its checksum is wrong now
    }

    @Test
    @Clause("RFC 8200 §7a")
    void aReplyHasTheServiceThatWasAskedFor() {
        var packet = echo();
        packet.header().dscp(46);
        bench.hears(packet);
        assertEquals(46, bench.packets().getFirst().header().dscp());
    }

    @Test
    @Clause({"RFC 8200 §6a", "RFC 8504 §5.1f"})
    void repliesOfOneFlowHaveOneLabel() {
        bench.hears(echo()).hears(to("echo:100")).hears(Datagram.of("fe80::fffe", Bench.NODE, "echo:8"));
        var labels = bench.packets().stream()
                .map(reply -> reply.header().flowLabel())
                .toList();
        assertNotEquals(0, labels.get(0));
        assertEquals(labels.get(0), labels.get(1));
        assertNotEquals(labels.get(0), labels.get(2));
    }

    @ParameterizedTest(name = "octet {0} of the IPv6 header")
    @ValueSource(ints = {8, 23, 24, 38})
    @Clause("RFC 8200 §8.1a")
    void theChecksumKeepsAddressesFromDamage(int octet) {
        var packet = Datagram.of(Bench.PEER, "ff02::1", "echo:8");
        packet.bytes()[octet] ^= 1;
        assertEquals("silence", bench.hears(packet, Bench.NODE_MAC).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        right       | unreachable 4
        none        | silence
        wrong       | silence
        too long    | silence
        too short   | silence
        """)
    @Clause("RFC 8200 §8.1b")
    void aUdpPacketThatMayBeDamagedIsDroppedInSilence(String what, String answer) {
        var packet = to("next:17/16");
        var memory = MemorySegment.ofArray(packet.bytes());
        var udp = new UdpHeader(memory, Ipv6Header.BYTES).sourcePort(1).destinationPort(2);
        udp.length(what.equals("too long") ? 17 : what.equals("too short") ? 7 : 16);
        int sum = Checksum.upperLayer(memory, 0, Ipv6Header.BYTES, 16, IpProtocol.UDP);
        udp.checksum(what.equals("none") ? 0 : what.equals("wrong") ? sum ^ 1 : sum);
        assertEquals(answer, bench.hears(packet).answers());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"hbh:010400000000 echo:8", "dst:010400000000 rh:33/0 echo:9", "rh:0/0 frag:0 echo:3"})
    @Clause("RFC 8200 §8.1c")
    void theChecksumCountsTheUpperLayerOnly(String chain) {
        assertEquals("reply", bench.hears(to(chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 8200 §4.7
        next:59/0               | silence
        next:59/16              | silence
        echo:8=59               | reply
        hbh:010400000000=59     | silence
        hbh:010400000000=59 echo:8 | silence
        dst:010400000000=59 echo:8 | silence
        rh:0/0=59 echo:8        | silence
        """)
    @Clause("RFC 8200 §4.7a")
    void nothingFollowsNoNextHeader(String chain, String answer) {
        assertEquals(answer, bench.hears(to(chain)).answers());
    }

    static IntStream unrecognized() {
        return IntStream.range(0, 256)
                .filter(n -> n != 0 && n != 43 && n != 44 && n != 60) // extension headers
                .filter(n -> n != 6 && n != 17 && n != 58 && n != 59); // TCP answers by itself, UDP with its own error
    }

    @ParameterizedTest
    @MethodSource("unrecognized")
    @Clause({"RFC 8200 §4c", "RFC 8504 §5.2b"})
    void anUnrecognizedNextHeaderIsAParameterProblem(int protocol) {
        assertEquals("problem 1 @6", bench.hears(to("next:" + protocol)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        hbh:010400000000 next:143                            | problem 1 @40
        dst:010400000000 next:252                            | problem 1 @40
        dst:010c000000000000000000000000 next:253            | problem 1 @40
        rh:253/0 next:254                                    | problem 1 @40
        hbh:010400000000 dst:010400000000 rh:33/0 next:200   | problem 1 @56
        frag:0 next:200                                      | problem 1 @40
        hbh:010400000000 frag:0 dst:010400000000 next:200    | problem 1 @56
        """)
    @Clause("RFC 8200 §4c")
    void thePointerNamesTheFieldThatAnnouncesIt(String chain, String answer) {
        assertEquals(answer, bench.hears(to(chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        hbh:010400000000 hbh:010400000000 echo:8                  | problem 1 @40
        dst:010400000000 hbh:010400000000 echo:8                  | problem 1 @40
        rh:0/0 hbh:010400000000 echo:8                            | problem 1 @40
        frag:0 hbh:010400000000 echo:8                            | problem 1 @40
        hbh:010400000000 dst:010400000000 hbh:010400000000 echo:8 | problem 1 @48
        dst:010400000000=0 echo:8                                 | problem 1 @40
        """)
    @Clause({"RFC 8200 §4d", "RFC 8200 §4.3a"})
    void hopByHopOptionsStandDirectlyBehindTheIpv6HeaderOnly(String chain, String answer) {
        assertEquals(answer, bench.hears(to(chain)).answers());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "dst:010400000000 dst:010400000000 dst:010400000000 echo:8",
                "rh:0/0 dst:010400000000 rh:33/0 echo:8",
                "frag:0 frag:0 echo:8",
                "frag:0 rh:253/0 dst:010400000000 echo:8",
                "rh:4/0 frag:0 dst:010400000000 frag:0 echo:8",
                "hbh:010400000000 dst:010400000000 rh:0/0 frag:0 dst:010400000000 echo:8",
                "hbh:010400000000 frag:0 rh:0/0 dst:010400000000 dst:010400000000 echo:8",
            })
    @Clause({"RFC 8200 §4.1a", "RFC 8200 §4f", "RFC 8504 §5.2a"})
    void extensionHeadersComeInAnyOrderAndNumber(String chain) {
        assertEquals("reply", bench.hears(to(chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # the first header that is wrong decides
        dst:870400000000 frag:8+ next:58/7                   | problem 2 @42
        frag:8+ next:60/7                                    | problem 0 @4
        dst:010400000000 frag:8+ next:58/7                   | problem 0 @4
        frag:0 dst:870400000000 echo:8                       | problem 2 @50
        hbh:870400000000 dst:c70400000000 echo:8             | problem 2 @42
        hbh:010400000000 dst:c70400000000 rh:0/1 echo:8      | problem 2 @50
        rh:0/1 dst:870400000000 echo:8                       | problem 0 @42
        dst:010400000000 rh:33/1 next:200                    | problem 0 @50
        hbh:470400000000 next:200                            | silence
        """)
    @Clause({"RFC 8200 §4b", "RFC 8200 §4.2a"})
    void headersAreProcessedInTheOrderInWhichTheyStand(String chain, String answer) {
        assertEquals(answer, bench.hears(to(chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        rh:0/0 echo:8    | reply
        rh:33/0 echo:8   | reply
        rh:253/0 echo:8  | reply
        rh:2/0 echo:8    | reply
        rh:0/1 echo:8    | problem 0 @42
        rh:0/255 echo:8  | problem 0 @42
        rh:1/1 echo:8    | problem 0 @42
        rh:33/1 echo:8   | problem 0 @42
        rh:253/1 echo:8  | problem 0 @42
        hbh:010400000000 dst:010400000000 rh:33/1 echo:8 | problem 0 @58
        """)
    @Clause({"RFC 8200 §4.4a", "RFC 8200 §4.4b", "RFC 8504 §5.2c", "RFC 5095 §3a", "RFC 5095 §3b"})
    void anUnknownRoutingHeaderIsPassedOverWhenNoSegmentIsLeft(String chain, String answer) {
        assertEquals(answer, bench.hears(to(chain)).answers());
    }

    @Test
    @Clause("RFC 8200 §8.4a")
    void aReplyHasNoRoutingHeader() {
        bench.hears(to("rh:33/0 echo:8"));
        var reply = bench.packets().getFirst();
        assertEquals(58, reply.header().nextHeader());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ff02::1      | rh:33/1 echo:8              | silence
        ff02::1      | next:200                    | silence
        ff02::1      | hbh:870400000000 echo:8     | problem 2 @42
        """)
    @Clause("RFC 8200 §4.2d")
    void nothingButAnOptionThatAsksForItAnswersAGroup(String to, String chain, String answer) {
        assertEquals(answer, bench.hears(Datagram.of(Bench.PEER, to, chain)).answers());
    }

    private static Datagram echo() {
        return to("echo:8");
    }

    private static Datagram to(String chain) {
        return Datagram.of(Bench.PEER, Bench.NODE, chain);
    }
}
