package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.link.LinkException;
import inaba.junit.Clause;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Packets on their way through a router, and those for the router itself.
class ForwardingTest {
    @TempDir
    Path state;

    private Bench bench;

    @BeforeEach
    void aRouter() {
        bench = Bench.router(state);
    }

    @Test
    @Clause("RFC 8200 §3e")
    void theHopLimitIsOneLessAndNothingElseChanges() {
        var packet = through("echo:33");
        packet.header().start(0xab, 0x12345);
        assertEquals("forwarded", bench.hears(packet).answers());
    }

    @ParameterizedTest(name = "hop limit {0}: {1}")
    @CsvSource({"0, exceeded 0", "1, exceeded 0", "2, forwarded", "255, forwarded"})
    @Clause("RFC 8200 §3e")
    void aPacketWithoutHopsLeftIsAnswered(int hopLimit, String answer) {
        var packet = Datagram.of(Bench.PEER, Bench.TARGET, hopLimit, "echo:8");
        assertEquals(answer, bench.hears(packet).answers());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "next:200",
                "next:59/16",
                "hbh:010400000000=59 echo:8",
                "dst:870400000000 echo:8",
                "dst:c70400000000 echo:8",
                "dst:470400000000 echo:8",
                "dst:010500000000 echo:8",
                "dst:010400000000 hbh:010400000000 echo:8",
                "rh:0/1 echo:8",
                "rh:33/1 echo:8",
                "frag:8+ next:58/7",
                "frag:65528 next:58/16",
                "frag:0+ next:6/8",
                "frag:0 echo:8",
                "hbh:010400000000 dst:870400000000 rh:0/1 frag:8+ next:200",
                "next:50/40",
                "next:51/24",
            })
    @Clause({"RFC 8200 §4a", "RFC 8200 §4.7b", "RFC 8504 §5.2d", "RFC 7045 §2.1a", "RFC 7045 §2.1c", "RFC 7045 §2.2a"})
    void onlyHopByHopOptionsAreLookedAtOnTheWay(String chain) {
        assertEquals("forwarded", bench.hears(through(chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}, to a group {2}")
    @CsvSource(delimiter = '|', textBlock = """
        000000000000   | forwarded     | silence
        010400000000   | forwarded     | silence
        070400000000   | forwarded     | silence
        470400000000   | silence       | silence
        870400000000   | problem 2 @42 | problem 2 @42
        c70400000000   | problem 2 @42 | silence
        050200000100   | forwarded     | silence
        0502ffff0100   | forwarded     | silence
        """)
    @Clause({"RFC 8200 §4.2d", "RFC 8200 §4.2e", "RFC 8200 §4.3b", "RFC 7045 §2.2b", "RFC 6398 §5a", "RFC 6398 §5b"})
    void theHighBitsOfAnUnknownHopByHopOptionSayWhatToDo(String options, String alone, String toAGroup) {
        assertEquals(alone, bench.hears(through("hbh:" + options + " echo:8")).answers());
        var group = Datagram.of(Bench.PEER, Bench.FAR_GROUP, "hbh:" + options + " echo:8");
        assertEquals(toAGroup, bench.hears(group).answers());
    }

    @Test
    @Clause("RFC 8504 §5.2d")
    void aPacketIsForwardedHoweverManyOptionsItHas() {
        assertEquals(
                "forwarded",
                bench.hears(through("hbh:" + "0700".repeat(23) + " echo:8")).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        rh:0/1 echo:8    | problem 0 @42
        rh:33/1 echo:8   | problem 0 @42
        rh:33/0 echo:8   | reply
        rh:253/1 echo:8  | problem 0 @42
        """)
    @Clause("RFC 8200 §4.4b")
    void aRoutingHeaderIsForTheNodeThatThePacketIsAddressedTo(String chain, String answer) {
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "{0} octets: {1}")
    @CsvSource({"1400, forwarded", "1401, too big 1400", "1500, too big 1400"})
    @Clause({"RFC 8200 §4.5b", "RFC 8200 §5d"})
    void aRouterDoesNotCutAPacketThatIsTooLong(int length, String answer) {
        assertEquals(
                answer,
                bench.hears(through("echo:" + (length - Ipv6Header.BYTES - 8))).answers());
    }

    @Test
    void aPacketToTheSubnetRouterAnycastAddressIsAnsweredByAUnicastAddress() { // RFC 4443 §2.2 (b)
        assertEquals(
                "problem 1 @6",
                bench.hears(Datagram.of(Bench.PEER, "2001:db8:1::", "next:200")).answers());
        assertEquals(
                "reply",
                bench.hears(Datagram.of(Bench.PEER, "2001:db8:1::", "echo:8")).answers());
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {"2001:db8:1::", "2001:db8:2::"})
    void noErrorGoesToAnAddressThatIsKnownToBeAnycast(String source) { // RFC 4443 §2.4 (e.6)
        assertEquals(
                "silence",
                bench.hears(Datagram.of(source, Bench.TARGET, 1, "echo:8")).answers());
        assertEquals(
                "silence",
                bench.hears(Datagram.of(source, Bench.NODE, "next:200")).answers());
    }

    @Test
    @Clause("RFC 8200 §5a")
    void noLinkHasAnMtuBelow1280() throws Exception {
        var links = bench.node().engine().linkManager();
        var lan = Objects.requireNonNull(bench.node().engine().link(Bench.LAN));
        assertThrows(LinkException.class, () -> links.mtu(lan, 1279));
        links.mtu(lan, 1280);
    }

    @Test
    @Clause("RFC 8200 §3d")
    void paddingOfTheLinkIsNotForwarded() {
        assertEquals(
                "forwarded", bench.hears(through("echo:1"), Bench.NODE_MAC, 9).answers());
    }

    @ParameterizedTest(name = "label {0}, class {1}")
    @CsvSource({"0, 0", "1, 0", "0xfffff, 0xff", "0x12345, 0xb8", "0, 1"})
    @Clause({"RFC 8200 §6b", "RFC 8200 §7b"})
    void labelAndClassAreKeptOnTheWay(String label, String trafficClass) {
        var packet = through("echo:8");
        packet.header().trafficClass(Integer.decode(trafficClass)).flowLabel(Integer.decode(label));
        assertEquals("forwarded", bench.hears(packet, Bench.NODE_MAC).answers(), "and not changed");
    }

    @ParameterizedTest(name = "from {0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        2001:db8:1::fffe | 2001:db8:9::1       | unreachable 0
        fe80::fffe       | 2001:db8:2::fffe    | unreachable 2
        2001:db8:1::fffe | fe80::fffd          | silence
        ff02::1          | 2001:db8:2::fffe    | silence
        ::1              | 2001:db8:2::fffe    | silence
        ::               | 2001:db8:2::fffe    | silence
        ::ffff:10.0.0.1  | 2001:db8:2::fffe    | silence
        2001:db8:1::fffe | ::ffff:10.0.0.1     | silence
        2001:db8:1::fffe | ::1                 | silence
        2001:db8:1::fffe | ::                  | silence
        2001:db8:1::fffe | ff1e::1:2           | silence
        """)
    @Clause({"RFC 8200 §3f", "RFC 4291 §2.5.2b", "RFC 4291 §2.5.6"})
    void whatMustNotBeForwardedIsNot(String from, String to, String answer) {
        assertEquals(
                answer,
                bench.hears(Datagram.of(from, to, "echo:8"), Bench.NODE_MAC).answers());
    }

    @Test
    @Clause("RFC 8200 §3f")
    void aFrameToAGroupIsNotForwarded() {
        assertEquals(
                "silence",
                bench.hears(through("echo:8"), MacAddress.parse("33:33:00:00:00:01"))
                        .answers());
    }

    private static Datagram through(String chain) {
        return Datagram.of(Bench.PEER, Bench.TARGET, chain);
    }
}
