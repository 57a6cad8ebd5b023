package inaba.core.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.time.ManualTime;
import inaba.core.CoreDrop;
import inaba.core.packet.Pool;
import inaba.junit.Clause;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReassemblerTest {
    private static final int DATA = 64;
    private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:f::1");
    private static final Ipv6Address NEAR = Ipv6Address.parse("fe80::1");

    private final ManualTime time = new ManualTime();
    private final Pool pool = new Pool(8192, 4);
    private final Pool.Cache cache = pool.cache();
    private final List<DropReason> drops = new ArrayList<>();
    private int used;
    private final Reassembler reassembler = new Reassembler(time, cache, new Reassembler.Outcome() {
        @Override
        public void used(Packet fragment) {
            used++;
            cache.give(fragment);
        }

        @Override
        public void dropped(Packet fragment, DropReason reason, int parameter) {
            drops.add(reason);
            cache.give(fragment);
        }
    });

    @Test
    void fragmentsOfOneDatagramMayComeByAnyLink() { // RFC 8200 §4.5
        assertNull(add(FAR, 1, 1, 0, true, 0));
        var whole = add(FAR, 2, 1, DATA, false, 0);

        assertNotNull(whole);
        var header = new Ipv6Header(whole.memory(), whole.network());
        assertEquals(2 * DATA, header.payloadLength());
        assertEquals(IpProtocol.UDP, header.nextHeader());
        assertEquals(2, used);
    }

    @Test
    void aLinkLocalSourceIsAnotherOnEachLink() { // RFC 4007 §6
        assertNull(add(NEAR, 1, 1, 0, true, 0));
        assertNull(add(NEAR, 2, 1, DATA, false, 0));
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,1,1", "2,3,3", "3,1,3", "3,3,3"})
    void congestionThatOneFragmentMetIsTheWholePackets(int first, int second, int whole) { // RFC 3168 §5.3
        assertNull(add(FAR, 1, 1, 0, true, first));
        var packet = add(FAR, 1, 1, DATA, false, second);

        assertNotNull(packet);
        assertEquals(whole, new Ipv6Header(packet.memory(), packet.network()).ecn());
    }

    @Test
    void congestionBesideNoEcnIsNotPutTogether() {
        assertNull(add(FAR, 1, 1, 0, true, 0));
        assertNull(add(FAR, 1, 1, DATA, false, 3));

        assertEquals(List.of(CoreDrop.FRAGMENT_ECN, CoreDrop.FRAGMENT_ECN), drops);
    }

    @Test
    void anOverlapDiscardsTheDatagramAndWhatStillComesOfIt() { // RFC 5722 §4
        assertNull(add(FAR, 1, 1, 0, true, 0));
        assertNull(add(FAR, 1, 1, 8, true, 0));
        assertNull(add(FAR, 1, 1, DATA, false, 0));

        assertEquals(3, drops.size());
        assertEquals(0, reassembler.held());
    }

    @Test
    void aFloodOfOverlapsIsNotRememberedWithoutEnd() {
        for (int id = 0; id < 10_000; id++) {
            add(FAR, 1, id, 0, true, 0);
            add(FAR, 1, id, 8, true, 0);
        }

        assertEquals(2048, reassembler.datagrams());
        assertEquals(2048, time.pending(), "one timer each");
        time.advance(Duration.ofSeconds(61));
        assertEquals(0, reassembler.datagrams());
        assertEquals(0, pool.outstanding());
    }

    @Test
    @Clause({"RFC 8200 §4.5j", "RFC 8200 §4.5k"})
    void whatIsNotCompleteAfterAMinuteIsLetGo() {
        add(FAR, 1, 1, 0, true, 0);
        add(FAR, 1, 1, DATA, true, 0);
        add(FAR, 1, 2, DATA, true, 0);
        assertEquals(3, reassembler.held());
        time.advance(Duration.ofMillis(59_999));
        assertEquals(List.of(), drops);
        time.advance(Duration.ofMillis(1));
        assertEquals(
                List.of(CoreDrop.REASSEMBLY_TIME, CoreDrop.REASSEMBLY_TIME_REST, CoreDrop.REASSEMBLY_TIME_REST), drops);
        assertEquals(0, reassembler.held());
        assertEquals(0, reassembler.datagrams());
        assertEquals(0, pool.outstanding());
    }

    @Test
    @Clause("RFC 8200 §4.5p")
    void anExactCopyIsIgnored() {
        add(FAR, 1, 1, 0, true, 0);
        assertNull(add(FAR, 1, 1, 0, true, 0));
        assertEquals(1, used);
        assertEquals(1, reassembler.held());
        assertNotNull(add(FAR, 1, 1, DATA, false, 0));
    }

    @Test
    void aDatagramHasSoManyFragmentsAndNoMore() {
        for (int i = 0; i < 192; i++) {
            add(FAR, 1, 1, i * DATA, true, 0);
        }
        assertEquals(192, reassembler.held());
        assertNull(add(FAR, 1, 1, 192 * DATA, false, 0));
        assertEquals(List.of(CoreDrop.FRAGMENT_LIMIT), drops);
        assertEquals(192, reassembler.held());
    }

    @Test
    void whatHasWaitedLongestGivesWayToADatagramThatIsGoingOnAndToNoNewOne() {
        for (int id = 0; id < 1024; id++) {
            add(FAR, 1, id, 0, true, 0);
        }
        add(FAR, 1, 5000, 0, true, 0);
        assertEquals(List.of(CoreDrop.FRAGMENT_LIMIT), drops, "the new one");
        assertEquals(1024, reassembler.datagrams());
        assertNotNull(add(FAR, 1, 1023, DATA, false, 0), "the oldest made room");
        assertEquals(2, drops.size());
        assertEquals(1022, reassembler.held());
        assertEquals(1022, reassembler.datagrams());
        assertEquals(1022, time.pending());
        assertNull(add(FAR, 1, 0, DATA, false, 0), "what was let go is not known any more");
    }

    @Test
    void theLimitsAreConfigurable() {
        reassembler.limits(new ReassemblyLimits(Duration.ofSeconds(10), 4, 2, 3));
        for (int id = 0; id < 5; id++) {
            add(FAR, 1, id, 0, true, 0);
        }
        assertEquals(3, reassembler.datagrams());
        assertNull(add(FAR, 1, 4, DATA, true, 0));
        assertNull(add(FAR, 1, 4, 2 * DATA, true, 0), "two of a datagram");
        assertNull(add(FAR, 1, 3, DATA, true, 0), "four in all: the oldest gives way");
        assertEquals(4, reassembler.held());
        assertEquals(2, reassembler.datagrams());
        time.advance(Duration.ofSeconds(10));
        assertEquals(0, reassembler.held());
        assertEquals(0, pool.outstanding());
    }

    @Test
    void lowerLimitsCountForWhatIsThere() {
        for (int id = 0; id < 100; id++) {
            add(FAR, 1, id, 0, true, 0);
        }
        reassembler.limits(new ReassemblyLimits(Duration.ofSeconds(60), 50, 2, 10));
        add(FAR, 1, 500, 0, true, 0);
        assertEquals(10, reassembler.datagrams());
    }

    private @Nullable Packet add(Ipv6Address source, int link, int id, int offset, boolean more, int ecn) {
        var packet = cache.take(Ipv6Header.BYTES + FragmentHeader.BYTES + DATA);
        assertNotNull(packet);
        long at = packet.start();
        long fragment = at + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), at)
                .start(ecn, 0)
                .payloadLength(FragmentHeader.BYTES + DATA)
                .nextHeader(IpProtocol.FRAGMENT)
                .hopLimit(64)
                .source(source)
                .destination(HERE);
        new FragmentHeader(packet.memory(), fragment)
                .nextHeader(IpProtocol.UDP)
                .offset(offset, more)
                .identification(id);
        for (int i = 0; i < DATA; i++) {
            packet.memory().set(ValueLayout.JAVA_BYTE, fragment + FragmentHeader.BYTES + i, (byte) 0);
        }
        packet.network(at)
                .end(fragment + FragmentHeader.BYTES + DATA)
                .fragment(fragment)
                .link(link);
        return reassembler.add(packet, at + Ipv6Header.NEXT_HEADER);
    }
}
