package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.core.count.Column;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Fragments at their destination, RFC 8200 §4.5.
class ReassemblyTest {
    private static final int IPV6 = Ipv6Header.BYTES;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path state;

    private Bench bench;

    @BeforeEach
    void aHost() {
        bench = Bench.host(state);
    }

    @Test
    @Clause({"RFC 8200 §4.5f", "RFC 8200 §4.5h", "RFC 8504 §5.1b"})
    void fragmentsMayComeInAnyOrder() {
        for (var order : permutations(List.of(0, 1, 2, 3))) {
            var fragments = echo(80).cut(IPV6, 24);
            assertEquals(4, fragments.size());
            for (int i = 0; i < 3; i++) {
                assertEquals("silence", bench.hears(fragments.get(order.get(i))).answers());
            }
            assertEquals("reply", bench.hears(fragments.get(order.getLast())).answers(), () -> "in the order " + order);
        }
    }

    @ParameterizedTest(name = "1500 octets in fragments of {0}")
    @ValueSource(ints = {8, 16, 64, 1232, 1448})
    @Clause({"RFC 8200 §5e", "RFC 8200 §4.5f"})
    void aPacketOf1500OctetsIsPutTogetherHoweverItIsCut(int room) {
        var packet = echo(1500 - IPV6 - 8);
        assertEquals(1500, packet.bytes().length);
        packet.cut(IPV6, room).forEach(bench::hears);
        assertEquals("reply", bench.answers());
    }

    @Test
    @Clause("RFC 8200 §4.5f")
    void aPacketOf65535OctetsIsPutTogether() {
        var packet = echo(65_535 - 8);
        packet.cut(IPV6, 1448).forEach(bench::hears);
        assertEquals("fragment 0", bench.answers().substring(0, "fragment 0".length()));
    }

    @ParameterizedTest(name = "another {0}")
    @ValueSource(strings = {"identification", "source", "destination"})
    @Clause("RFC 8200 §4.5f")
    void fragmentsOfDifferentPacketsAreNotPutTogether(String what) {
        var packet = echo(32);
        bench.hears(packet.fragment(IPV6, 0, 16, true, 1));
        var other = packet.fragment(IPV6, 16, 24, false, what.equals("identification") ? 2 : 1);
        switch (what) {
            case "source" -> other.header().source(Ipv6Address.parse("2001:db8:1::fffd"));
            case "destination" -> other.header().destination(Ipv6Address.parse("fe80::1"));
            default -> {}
        }
        assertEquals("silence", bench.hears(other).answers());
        assertEquals(
                "reply", bench.hears(packet.fragment(IPV6, 16, 24, false, 1)).answers());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "frag:0 echo:8",
                "frag:0 echo:1400",
                "hbh:010400000000 frag:0 echo:8",
                "frag:0 dst:010400000000 echo:8",
                "frag:0 echo:1",
            })
    @Clause({"RFC 8200 §4.5i", "RFC 8504 §5.1d", "RFC 6946 §4a"})
    void anAtomicFragmentIsAPacket(String chain) {
        assertEquals(
                "reply", bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @Test
    @Clause({"RFC 8200 §4.5i", "RFC 8504 §5.1d", "RFC 6946 §4a", "RFC 6946 §4b"})
    void anAtomicFragmentHasNothingToDoWithOthersOfItsIdentification() {
        var packet = echo(32);
        bench.hears(packet.fragment(IPV6, 0, 16, true, 1));
        assertEquals(
                "reply", bench.hears(packet.fragment(IPV6, 0, 40, false, 1)).answers());
        assertEquals(
                "reply", bench.hears(packet.fragment(IPV6, 16, 24, false, 1)).answers());
    }

    @Test
    @Clause("RFC 8504 §5.1c")
    void aReplyIsNoAtomicFragment() {
        bench.hears(Datagram.of(Bench.PEER, Bench.NODE, "frag:0 echo:8"));
        assertEquals(58, bench.packets().getFirst().header().nextHeader());
    }

    @Test
    @Clause("RFC 8200 §4.5j")
    void theRestOfAPacketMayTakeAlmost60Seconds() {
        var fragments = echo(32).cut(IPV6, 16);
        bench.hears(fragments.getFirst()).advance(Duration.ofMillis(59_900));
        for (var rest : fragments.subList(1, fragments.size())) {
            bench.hears(rest);
        }
        assertEquals("reply", bench.answers());
        assertEquals("silence", bench.advance(SECOND.multipliedBy(60)).answers());
    }

    @Test
    @Clause({"RFC 8200 §4.5j", "RFC 8200 §4.5k"})
    void after60SecondsTheFirstFragmentIsAnswered() {
        var fragments = echo(32).cut(IPV6, 16);
        bench.hears(fragments.get(0)).advance(SECOND.multipliedBy(30));
        bench.hears(fragments.get(1)).advance(Duration.ofMillis(29_900));
        assertEquals("silence", bench.answers());
        assertEquals("exceeded 1", bench.advance(Duration.ofMillis(200)).answers());
        assertEquals("silence", bench.hears(fragments.get(2)).answers());
        assertEquals("silence", bench.advance(SECOND.multipliedBy(61)).answers());
        assertEquals(0, bench.node().engine().board().value(Bench.LAN, Column.HELD));
    }

    @Test
    @Clause("RFC 8200 §4.5k")
    void whereTheFirstFragmentIsMissingNothingIsSaid() {
        var fragments = echo(32).cut(IPV6, 16);
        bench.hears(fragments.get(1)).hears(fragments.get(2));
        assertEquals("silence", bench.advance(SECOND.multipliedBy(120)).answers());
    }

    @Test
    @Clause("RFC 8200 §4.5k")
    void aPacketToAGroupThatIsNotCompletedIsNotAnswered() {
        var packet = Datagram.of(Bench.PEER, Bench.ALL_NODES, "echo:32");
        bench.hears(packet.fragment(IPV6, 0, 16, true, 1));
        assertEquals("silence", bench.advance(SECOND.multipliedBy(120)).answers());
    }

    @ParameterizedTest(name = "at {0}, {1} octets")
    @CsvSource({"0, 33", "8, 7", "16, 9", "0, 1"})
    @Clause("RFC 8200 §4.5l")
    void aFragmentThatIsNotTheLastHasAMultipleOf8Octets(int at, int length) {
        var wrong = echo(64).fragment(IPV6, at, length, true, 1);
        assertEquals("problem 0 @4", bench.hears(wrong).answers());
        assertEquals("silence", bench.advance(SECOND.multipliedBy(61)).answers());
    }

    @Test
    @Clause("RFC 8200 §4.5l")
    void onlyTheFragmentThatIsWrongIsDiscarded() {
        var packet = echo(32);
        bench.hears(packet.fragment(IPV6, 0, 16, true, 1));
        bench.hears(packet.fragment(IPV6, 16, 9, true, 1));
        assertEquals("problem 0 @4", bench.answers());
        assertEquals(
                "reply", bench.hears(packet.fragment(IPV6, 16, 24, false, 1)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        frag:65528 next:58/8                    | problem 0 @42
        frag:65528+ next:58/8                   | problem 0 @42
        frag:65520 next:58/16                   | problem 0 @42
        frag:65528 next:58/7                    | silence
        hbh:010400000000 frag:65528 next:58/7   | problem 0 @50
        hbh:010400000000 frag:65520 next:58/7   | silence
        """)
    @Clause("RFC 8200 §4.5m")
    void noPacketIsLongerThan65535Octets(String chain, String answer) {
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 7112 §5
        frag:0+=17                               | problem 0 @4
        frag:0+ next:6/8                         | problem 3 @0
        frag:0+ next:6/16                        | problem 3 @0
        frag:0+ next:6/24                        | silence
        frag:0+ next:17/8                        | silence
        frag:0+ echo:0                           | silence
        frag:0+ dst:010400000000=60              | problem 3 @0
        frag:0+ dst:010400000000=58              | problem 3 @0
        frag:0+ dst:010400000000 rh:0/0=60       | problem 3 @0
        frag:0+ dst:010400000000 next:6/8        | problem 3 @0
        frag:0+ dst:010400000000 next:17/8       | silence
        frag:0+ dst:010400000000 next:59/0       | silence
        frag:0+ rh:0/0 dst:010400000000 echo:0   | silence
        hbh:010400000000 frag:0+ next:6/8        | problem 3 @0
        frag:8+ next:6/8                         | silence
        frag:0+ frag:0=6                         | problem 3 @0
        """)
    @Clause({"RFC 8200 §4.5n", "RFC 8504 §5.2f", "RFC 7112 §5b", "RFC 7112 §5c"})
    void theFirstFragmentHasTheWholeHeaderChain(String chain, String answer) {
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "{0}-{1} over 16-32")
    @CsvSource({"8, 24", "16, 24", "24, 40", "8, 40", "24, 32", "16, 40"})
    @Clause({"RFC 8200 §4.5o", "RFC 8504 §5.1b", "RFC 5722 §4b"})
    void anOverlapDiscardsThePacketInSilence(int from, int to) {
        var packet = echo(56);
        bench.hears(packet.fragment(IPV6, 0, 8, true, 1));
        bench.hears(packet.fragment(IPV6, 16, 16, true, 1));
        bench.hears(packet.fragment(IPV6, from, to - from, true, 1));
        bench.hears(packet.fragment(IPV6, 8, 8, true, 1));
        bench.hears(packet.fragment(IPV6, 32, 32, false, 1));
        assertEquals("silence", bench.advance(SECOND.multipliedBy(61)).answers());
    }

    @Test
    @Clause("RFC 8200 §4.5o")
    void whatLiesBehindTheLastFragmentDiscardsThePacketToo() {
        var packet = echo(56);
        bench.hears(packet.fragment(IPV6, 0, 16, true, 1));
        bench.hears(packet.fragment(IPV6, 16, 16, false, 1));
        // complete and dropped for its checksum; anew with more behind the end
        bench.hears(packet.fragment(IPV6, 16, 16, false, 2));
        bench.hears(packet.fragment(IPV6, 32, 16, true, 2));
        bench.hears(packet.fragment(IPV6, 0, 16, true, 2));
        assertEquals("silence", bench.advance(SECOND.multipliedBy(61)).answers());
    }

    @Test
    @Clause("RFC 8200 §4.5p")
    void exactCopiesOfFragmentsAreIgnored() {
        var fragments = echo(32).cut(IPV6, 16);
        bench.hears(fragments.get(0)).hears(fragments.get(0));
        bench.hears(fragments.get(1)).hears(fragments.get(1)).hears(fragments.get(0));
        assertEquals("silence", bench.answers());
        assertEquals("reply", bench.hears(fragments.get(2)).answers());
    }

    @Test
    @Clause({"RFC 8200 §4.5g", "RFC 8200 §4.5q"})
    void theFirstFragmentDecidesWhatFollowsAndWhichHeadersStay() {
        var packet = echo(32);
        var rest = packet.fragment(IPV6, 16, 24, false, 1);
        rest.bytes()[IPV6] = (byte) 200; // its Next Header says something else
        var withOptions = Datagram.of(Bench.PEER, Bench.NODE, "hbh:010400000000 echo:32");
        bench.hears(rest);
        assertEquals("reply", bench.hears(packet.fragment(IPV6, 0, 16, true, 1)).answers());
        bench.hears(withOptions.fragment(IPV6 + 8, 0, 16, true, 2));
        assertEquals(
                "reply", bench.hears(packet.fragment(IPV6, 16, 24, false, 2)).answers());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        hbh:870400000000 frag:8+ next:58/8      | problem 2 @42
        dst:c70400000000 frag:8+ next:58/8      | problem 2 @42
        rh:0/1 frag:8+ next:58/8                | problem 0 @42
        """)
    @Clause("RFC 8200 §4.5q")
    void whatStandsBeforeTheFragmentHeaderIsProcessedAtOnce(String chain, String answer) {
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, Bench.NODE, chain)).answers());
    }

    @ParameterizedTest(name = "first {0}, then {1}: {2}")
    @CsvSource({"0, 0, reply", "1, 1, reply", "2, 3, reply", "3, 2, reply", "0, 3, silence", "3, 0, silence"})
    @Clause("RFC 8200 §4.5s")
    void congestionOfAFragmentIsThatOfThePacket(int first, int second, String answer) {
        var packet = echo(32);
        var a = packet.fragment(IPV6, 0, 16, true, 1);
        var b = packet.fragment(IPV6, 16, 24, false, 1);
        a.header().ecn(first);
        b.header().ecn(second);
        assertEquals(answer, bench.hears(a).hears(b).answers());
    }

    @Test
    @Clause({"RFC 8200 §4.5a", "RFC 8200 §4.5c", "RFC 8200 §4.5d"})
    void aReplyThatIsTooLongIsCutByItsSource() {
        echo(3000).cut(IPV6, 1448).forEach(bench::hears);
        assertEquals("fragment 0, fragment 1448, fragment 2896", bench.answers());
    }

    private static Datagram echo(int data) {
        return Datagram.of(Bench.PEER, Bench.NODE, "echo:" + data);
    }

    private static List<List<Integer>> permutations(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (var first : of) {
            var others = new ArrayList<>(of);
            others.remove(first);
            for (var rest : permutations(others)) {
                var order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                all.add(Collections.unmodifiableList(order));
            }
        }
        return all;
    }
}
