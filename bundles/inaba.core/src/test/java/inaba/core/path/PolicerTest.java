package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.junit.Clause;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NeighborAdvertisement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Clause("RFC 6583 §7.1")
class PolicerTest {
    private static final int BYTES = 128;
    private static final int MANY = 10_000;
    private static final int LINK = 3;
    private static final long MILLISECOND = 1_000_000;
    private static final Ipv6Address KNOWN = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address STRANGER = Ipv6Address.parse("fe80::2");

    private final AtomicLong now = new AtomicLong();
    private final Policer policer = new Policer(PolicerTest::isKnown, now::get);
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES);

    @Test
    void strangersWhoSolicitWithoutEndLeaveTheLoopToNeighborsThatAreKnown() {
        assertEquals(2048, taken(() -> policer.takesNeighborMessage(solicitation(STRANGER))));
        assertTrue(policer.takesNeighborMessage(solicitation(KNOWN)));
        assertTrue(policer.takesNeighborMessage(advertisement(STRANGER, KNOWN)), "its target is known");
        assertFalse(policer.takesNeighborMessage(advertisement(KNOWN, STRANGER)), "its target is not");
        now.addAndGet(10 * MILLISECOND);
        assertEquals(100 - 2, taken(() -> policer.takesNeighborMessage(solicitation(STRANGER))), "10,000 a second");
    }

    @Test
    void neighborsThatAreKnownCannotKeepTheLoopBusyEither() {
        assertEquals(4096, taken(() -> policer.takesNeighborMessage(solicitation(KNOWN))));
        assertFalse(policer.takesNeighborMessage(solicitation(STRANGER)));
    }

    @Test
    void packetsThatWaitForStrangersLeaveTheLoopToThoseForNeighborsThatHaveACell() {
        assertEquals(512, taken(() -> policer.takesWaiting(LINK, STRANGER.high(), STRANGER.low())));
        assertEquals(512, taken(() -> policer.takesWaiting(LINK, KNOWN.high(), KNOWN.low())));
        now.addAndGet(MILLISECOND);
        assertEquals(4, taken(() -> policer.takesWaiting(LINK, KNOWN.high(), KNOWN.low())), "4,000 a second");
    }

    @Test
    void errorsHaveARate() {
        assertEquals(1024, taken(policer::takesError));
        now.addAndGet(MILLISECOND);
        assertEquals(4, taken(policer::takesError), "4,000 a second");
    }

    private static boolean isKnown(int link, long high, long low) {
        return link == LINK && new Ipv6Address(high, low).equals(KNOWN);
    }

    private static int taken(BooleanSupplier takes) {
        return (int) IntStream.range(0, MANY).filter(_ -> takes.getAsBoolean()).count();
    }

    private Packet solicitation(Ipv6Address source) {
        return packet(Icmpv6Type.NEIGHBOR_SOLICITATION, source);
    }

    private Packet advertisement(Ipv6Address source, Ipv6Address target) {
        var packet = packet(Icmpv6Type.NEIGHBOR_ADVERTISEMENT, source);
        new NeighborAdvertisement(memory.asSlice(Ipv6Header.BYTES)).targetAddress(target);
        return packet;
    }

    private Packet packet(int type, Ipv6Address source) {
        var packet = new Packet(memory, 0, BYTES).reset(0).link(LINK);
        new Ipv6Header(memory, 0)
                .start(0, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(255)
                .source(source);
        memory.set(ValueLayout.JAVA_BYTE, Ipv6Header.BYTES, (byte) type);
        return packet.end(100);
    }
}
