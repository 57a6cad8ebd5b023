package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final int BYTES = 128;
    private boolean known;
    private final AtomicInteger recycled = new AtomicInteger();
    private final EventRing ring =
            new EventRing(_ -> recycled.incrementAndGet(), _ -> known, new Policer((_, _, _) -> known, () -> 0));
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES);

    @Test
    void aFloodOfErrorsLeavesRoomForPacketsAndOfPacketsForNeighborDiscovery() {
        for (int i = 0; i < 5000; i++) {
            ring.error(packet(IpProtocol.UDP, 0), 1, 0, 0);
        }
        assertEquals(5000 - 1024, recycled.get());

        int taken = 0;
        while (ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.ECHO_REQUEST)) == Verdict.Go.HELD) {
            taken++;
        }
        assertEquals(512, taken);
        assertEquals(CoreDrop.PUNT_QUEUE_FULL, ring.hold(1, 0, 0, packet(IpProtocol.UDP, 0)));
        assertEquals(Verdict.Go.HELD, ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_SOLICITATION)));
    }

    @Test
    void aFloodOfStrangersLeavesRoomForNeighbors() {
        int taken = 0;
        while (ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_SOLICITATION)) == Verdict.Go.HELD) {
            taken++;
        }
        assertEquals(EventRing.FOR_STRANGERS, taken);
        known = true;
        assertEquals(Verdict.Go.HELD, ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_ADVERTISEMENT)));
    }

    @Test
    void aFloodOfAdvertisementsOfRoutersIsHeededAFewAtATime() {
        known = true;
        int taken = 0;
        while (ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.ROUTER_ADVERTISEMENT)) == Verdict.Go.HELD) {
            taken++;
        }
        assertEquals(EventRing.OF_ROUTERS, taken);
        assertEquals(Verdict.Go.HELD, ring.deliver(packet(IpProtocol.ICMPV6, Icmpv6Type.NEIGHBOR_SOLICITATION)));
    }

    private Packet packet(int protocol, int type) {
        var packet = new Packet(memory, 0, BYTES).reset(0);
        new Ipv6Header(memory, 0).start(0, 0).nextHeader(protocol).hopLimit(255);
        memory.set(ValueLayout.JAVA_BYTE, Ipv6Header.BYTES, (byte) type);
        return packet.end(100);
    }
}
