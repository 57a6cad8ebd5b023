package inaba.core.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.time.ManualTime;
import inaba.core.packet.Pool;
import inaba.core.path.HeaderChain;
import inaba.core.path.Ipv6Fragmenter;
import inaba.junit.Clause;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.OptionsHeader;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6FragmenterTest {
    private final Pool pool = new Pool(256, 8);
    private final Pool.Cache cache = pool.cache();
    private final Ipv6Fragmenter fragmenter = new Ipv6Fragmenter(cache, new Random(1));

    @ParameterizedTest(name = "headers {0}, {1} octets for an MTU of {2}: fragments of {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # H = Hop-by-Hop Options, D = Destination Options, R = Routing
             | 1452 | 1280 | 1280 268      | 40
             | 2000 | 1500 | 1496 600      | 40
             | 3000 | 1281 | 1280 1280 584 | 40
        H    | 1452 | 1280 | 1280 284      | 48
        D    | 1452 | 1280 | 1280 276      | 40
        HDR  | 1452 | 1280 | 1280 316      | 64
        DRD  | 1452 | 1280 | 1280 308      | 56
        HDRD | 1452 | 1280 | 1280 324      | 64
        """)
    @Clause({
        "RFC 8200 §4.5c",
        "RFC 8200 §4.5d",
        "RFC 8200 §4.5h",
        "RFC 8200 §4.5r",
        "RFC 8200 §4.5t",
        "RFC 8504 §5.2e",
        "RFC 5722 §4a",
        "RFC 7112 §5a"
    })
    void eachFragmentHasTheHeadersThatNodesOnTheWayNeed(
            @Nullable String headers, int data, int mtu, String lengths, int repeated) {
        var packet = packet(headers == null ? "" : headers, data);

        var before = bytes(packet);

        var fragments = cut(fragmenter, packet, mtu);

        var each = new ArrayList<String>();
        int next = 0;
        for (var fragment : fragments) {
            each.add(String.valueOf(fragment.length()));
            var header = new FragmentHeader(fragment.memory(), fragment.start() + repeated);
            assertEquals(next, header.offset());
            next += fragment.length() - repeated - FragmentHeader.BYTES;
            assertEquals(fragment != fragments.getLast(), header.more());
        }
        assertEquals(lengths, String.join(" ", each));
        assertArrayEquals(before, bytes(whole(fragments)));
    }

    @Test
    @Clause("RFC 7112 §5a")
    void aHeaderChainThatDoesNotFitIntoTheFirstFragmentIsNotCut() { // RFC 7112 §4
        assertEquals(0, fragmenter.cut(packet("D".repeat(154), 1000), 1280));
        assertEquals(1, fragmenter.cut(packet("D".repeat(152), 1000), 1280));
        assertEquals(0, fragmenter.cut(packet("R".repeat(160), 1000), 1280));
    }

    @Test
    @Clause({"RFC 8200 §4.5e", "RFC 8504 §5.1e"})
    void identificationsAreRandom() {
        var first = identification(cut(fragmenter, packet("", 2000), 1280));
        var second = identification(cut(fragmenter, packet("", 2000), 1280));
        assertNotEquals(first, second);
        assertNotEquals(first + 1, second);
        var other = new Ipv6Fragmenter(cache, new Random(2));
        assertNotEquals(first, identification(cut(other, packet("", 2000), 1280)));
    }

    @Test
    void whereThePoolIsExhaustedNoFragmentIsLost() {
        var packet = packet("", 60_000);
        var hoarded = new ArrayList<Packet>();
        for (int i = 0; i < 230; i++) {
            var taken = cache.take(100);
            assertNotNull(taken);
            hoarded.add(taken);
        }
        int before = pool.outstanding();
        assertEquals(0, fragmenter.cut(packet, 1280));
        assertEquals(before, pool.outstanding());
    }

    private static int identification(List<Packet> fragments) {
        var first = fragments.getFirst();
        return new FragmentHeader(first.memory(), first.start() + Ipv6Header.BYTES).identification();
    }

    /// What the destination makes of the fragments.
    private Packet whole(List<Packet> fragments) {
        var reassembler = new Reassembler(new ManualTime(), cache, new Reassembler.Outcome() {
            @Override
            public void used(Packet fragment) {
                cache.give(fragment);
            }

            @Override
            public void dropped(Packet fragment, DropReason reason, int parameter) {
                throw new AssertionError(reason);
            }
        });
        var chain = new HeaderChain();
        Packet whole = null;
        for (var fragment : fragments) {
            chain.walk(fragment);
            assertTrue(fragment.fragment() >= 0);
            whole = reassembler.add(fragment, chain.nextHeaderField());
        }
        assertNotNull(whole);
        return whole;
    }

    /// The packet as the first fragment, and the others.
    private static List<Packet> cut(Ipv6Fragmenter fragmenter, Packet packet, int mtu) {
        int more = fragmenter.cut(packet, mtu);
        return Stream.concat(Stream.of(packet), IntStream.range(0, more).mapToObj(fragmenter::fragment))
                .toList();
    }

    private static byte[] bytes(Packet packet) {
        return packet.memory().asSlice(packet.start(), packet.length()).toArray(ValueLayout.JAVA_BYTE);
    }

    /// A finished UDP packet with these extension headers of eight octets.
    private Packet packet(String headers, int data) {
        var packet = cache.take(Ipv6Header.BYTES + headers.length() * 8 + data);
        assertNotNull(packet);
        var memory = packet.memory();
        var protocols = headers.chars().mapToObj(Ipv6FragmenterTest::protocol).toList();
        new Ipv6Header(memory, packet.start())
                .start(0, 0)
                .payloadLength(headers.length() * 8 + data)
                .nextHeader(protocols.isEmpty() ? IpProtocol.UDP : protocols.getFirst())
                .hopLimit(64)
                .source(Ipv6Address.parse("2001:db8::1"))
                .destination(Ipv6Address.parse("2001:db8::2"));
        long at = packet.start() + Ipv6Header.BYTES;
        for (int i = 0; i < protocols.size(); i++) {
            int next = i + 1 < protocols.size() ? protocols.get(i + 1) : IpProtocol.UDP;
            new ExtensionHeader(memory, at).nextHeader(next).encodeLength(8);
            OptionsHeader.pad(memory, at + 2, 6); // of a Routing header: type 1, segments left 4
            memory.set(ValueLayout.JAVA_BYTE, at + 3, (byte) (protocols.get(i) == IpProtocol.ROUTING ? 0 : 4));
            at += 8;
        }
        for (int i = 0; i < data; i++) {
            memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) i);
        }
        return packet.network(packet.start()).upper(at, IpProtocol.UDP).end(at + data);
    }

    private static int protocol(int letter) {
        return switch (letter) {
            case 'H' -> IpProtocol.HOP_BY_HOP;
            case 'D' -> IpProtocol.DESTINATION_OPTIONS;
            case 'R' -> IpProtocol.ROUTING;
            default -> throw new IllegalArgumentException(String.valueOf((char) letter));
        };
    }
}
