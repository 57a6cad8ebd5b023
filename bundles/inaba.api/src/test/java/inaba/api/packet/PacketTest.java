package inaba.api.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PacketTest {
    private final MemorySegment own = MemorySegment.ofArray(new byte[64]);
    private final MemorySegment ring = MemorySegment.ofArray(new byte[256]);
    private final Packet packet = new Packet(own, 0, 64);

    @Test
    void keptBytesMoveIntoOwnMemoryWithAllThatWasLearnedOfThem() {
        packet.reset(8)
                .borrow(ring, 0, 256, 100, 120)
                .network(104)
                .upper(110, 17)
                .fragment(106);
        ring.set(ValueLayout.JAVA_BYTE, 104, (byte) 42);
        packet.keep();
        ring.fill((byte) 0);
        assertFalse(packet.borrowed());
        assertEquals(20, packet.length());
        assertEquals(42, packet.memory().get(ValueLayout.JAVA_BYTE, packet.network()));
        assertEquals(4, packet.network() - packet.start());
        assertEquals(10, packet.upper() - packet.start());
        assertEquals(6, packet.fragment() - packet.start());
        assertEquals(64, packet.headroom() + packet.length() + packet.tailroom());
    }

    @Test
    void ownBytesStayWhereTheyAre() {
        packet.reset(8).end(20);
        assertSame(packet, packet.keep());
        assertEquals(8, packet.start());
    }

    @Test
    void moreThanFitsIsRefused() {
        packet.reset(8).borrow(ring, 0, 256, 100, 200);
        assertThrows(IllegalArgumentException.class, packet::keep);
    }
}
