package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import java.lang.foreign.Arena;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A ring that no kernel knows: the test fills it.
@Tag("root")
class RingReceiverTest {
    private static final int SLOTS = RxRing.MOST_HELD;
    private static final int BYTES = 60;
    /// What the IPsec and tunnel headers of three nested tunnels take, and a VLAN tag.
    private static final int ROOM = 200;

    private Arena arena = Arena.ofShared();
    private RxRing ring;
    private RingReceiver receiver;
    private Packet[] burst;

    @BeforeEach
    void fill() throws LinuxException {
        ring = new RxRing(SLOTS * RxRing.SMALLEST_SLOT);
        receiver = new RingReceiver(ring, Clock.systemUTC());
        burst = Bursts.of(arena);
    }

    @AfterEach
    void close() {
        receiver.close();
        arena.close();
    }

    @Test
    void aSlotIsOursUntilTheEndOfTheBurst() {
        deliver(0, 'a');
        deliver(1, 'b');
        assertEquals(2, Bursts.receive(receiver, burst));
        assertEquals(List.of(0, 1), ours());
        assertTrue(burst[0].borrowed());
        assertEquals('a', first(burst[0]));
        assertEquals('b', first(burst[1]));
        assertEquals(BYTES, burst[1].length());
        assertTrue(burst[1].headroom() >= ROOM);

        receiver.release();
        assertEquals(List.of(), ours());
    }

    @Test
    void whatIsKeptOutlivesItsSlot() {
        deliver(0, 'a');
        assertEquals(1, Bursts.receive(receiver, burst));
        burst[0].keep();
        receiver.release();
        ring.memory().fill((byte) 0);
        assertEquals('a', first(burst[0]));
    }

    @Test
    void theSlotOfARefusedFrameIsGivenBackAtOnce() {
        deliver(0, 'a');
        deliver(1, 'b');
        long virtio = at(1) + RxRing.FRAME - VnetHeader.BYTES;
        ring.memory().set(JAVA_BYTE, virtio, (byte) VnetHeader.NEEDS_CSUM);
        ring.memory().set(JAVA_SHORT_UNALIGNED, virtio + VnetHeader.CHECKSUM_START, (short) BYTES); // behind its end
        deliver(2, 'c');
        assertEquals(2, Bursts.receive(receiver, burst));
        assertEquals(List.of(0, 2), ours());
        assertEquals('c', first(burst[1]));
        assertEquals(1, receiver.missed());
    }

    @Test
    void theSlotOfAnUnwantedFrameIsGivenBackAtOnce() {
        receiver.only(Long.MIN_VALUE, 0);
        deliver(0, 'a');
        assertEquals(0, Bursts.receive(receiver, burst));
        assertEquals(List.of(), ours());
    }

    @Test
    void aBurstThatCameToNoEndIsGivenBackWithTheNext() {
        deliver(0, 'a');
        assertEquals(1, Bursts.receive(receiver, burst));
        deliver(1, 'b');
        assertEquals(1, Bursts.receive(receiver, burst));
        assertEquals('b', first(burst[0]));
        assertEquals(List.of(1), ours());
    }

    @Test
    void slotsAreReceivedInOrderRoundTheRing() {
        int slot = 0;
        for (int round = 0; round < 2 * SLOTS; round += Bursts.SIZE) {
            for (int i = 0; i < Bursts.SIZE; i++) {
                deliver((slot + i) % SLOTS, (char) (' ' + i));
            }
            slot += Bursts.SIZE;
            assertEquals(Bursts.SIZE, Bursts.receive(receiver, burst));
            for (int i = 0; i < Bursts.SIZE; i++) {
                assertEquals(' ' + i, first(burst[i]));
            }
            receiver.release();
            assertFalse(ring.ready());
        }
    }

    private void deliver(int number, char content) {
        var memory = ring.memory();
        long slot = at(number);
        memory.set(JAVA_INT, slot + RxRing.LENGTH, BYTES);
        memory.set(JAVA_INT, slot + RxRing.CAPTURED, BYTES);
        memory.set(JAVA_SHORT, slot + RxRing.MAC, (short) RxRing.FRAME);
        memory.set(JAVA_BYTE, slot + RxRing.FRAME, (byte) content);
        ring.filled(slot, false);
    }

    private static long at(int number) {
        return (long) number * RxRing.SMALLEST_SLOT;
    }

    private static int first(Packet packet) {
        return packet.memory().get(JAVA_BYTE, packet.start());
    }

    /// The slots that are not the kernel's.
    private List<Integer> ours() {
        return IntStream.range(0, SLOTS)
                .filter(number -> ring.memory().get(JAVA_INT, at(number)) != 0)
                .boxed()
                .toList();
    }
}
