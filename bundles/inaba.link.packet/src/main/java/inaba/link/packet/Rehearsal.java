package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import inaba.api.packet.Packet;
import inaba.linux.CompilerTime;
import inaba.linux.LinuxException;
import inaba.linux.Stamping;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Duration;

/// Receives without a device, so that the JVM has loaded and compiled what does it before a port takes a device over
/// from another that works.
///
/// A ring that no kernel knows is filled by a kernel of our own. Frames have tags and partial checksums, and come while
/// a window opens and closes.
final class Rehearsal {
    private static final int RING_BYTES = 1 << 20;
    private static final int PACKET_BYTES = 2304;
    private static final int HEADROOM = 256;
    private static final int BURST = 64;
    /// Bursts, of all sizes.
    private static final int ROUND = BURST + 1;
    private static final int TAG = 0x8100_0001;
    /// Ethernet, IPv6 and UDP headers, and a little more.
    private static final int FRAME_BYTES = 78;
    private static final int UDP_CHECKSUM = 6;

    private final RxRing ring;
    private final RingReceiver receiver;
    private final Packet[] burst = new Packet[BURST];
    private long slot;
    private int turn;

    private Rehearsal(RxRing ring, RingReceiver receiver, Arena arena) {
        this.ring = ring;
        this.receiver = receiver;
        for (int i = 0; i < BURST; i++) {
            burst[i] = new Packet(arena.allocate(PACKET_BYTES, BURST), 0, PACKET_BYTES);
        }
    }

    static void run(Clock clock) throws LinuxException {
        int _ = run(clock, CompilerTime.ENOUGH, CompilerTime.LIMIT);
    }

    /// @param packets to receive, at least, unless the time is over
    /// @return packets that were received
    static int run(Clock clock, int packets, Duration limit) throws LinuxException {
        var ring = new RxRing(RING_BYTES);
        var receiver = new RingReceiver(ring, clock);
        try (var arena = Arena.ofShared(); // as that of packets
                var _ = new Stamping()) { // once, and not with each window
            return CompilerTime.rehearse(new Rehearsal(ring, receiver, arena)::play, packets, limit);
        } finally {
            receiver.close();
        }
    }

    /// Of three rounds, one has a window without an end, and one a window in which none of the frames is.
    ///
    /// @return packets that were received
    private int play() {
        int received = 0;
        int window = turn / ROUND % 3;
        receiver.only(Long.MIN_VALUE, window == 0 ? Long.MAX_VALUE : window == 1 ? Long.MAX_VALUE - 1 : 0);
        for (int i = 0; i < ROUND; i++, turn++) {
            emptyBurst();
            for (int n = turn % (BURST + 1); n > 0; n--) {
                deliver(turn + n);
            }
            received += receiver.receive(burst, BURST);
            receiver.release();
        }
        return received;
    }

    /// A method of its own: the loop around it would be compiled for it, which takes half a second.
    private void emptyBurst() {
        for (var packet : burst) {
            packet.reset(HEADROOM);
        }
    }

    private void deliver(int number) {
        var memory = ring.memory();
        long virtio = slot + RxRing.FRAME - VnetHeader.BYTES;
        memory.set(JAVA_BYTE, virtio, (byte) (number % 4 == 0 ? VnetHeader.NEEDS_CSUM : 0));
        u16(memory, virtio + VnetHeader.CHECKSUM_START, EthernetHeader.BYTES + Ipv6Header.BYTES);
        u16(memory, virtio + VnetHeader.CHECKSUM_OFFSET, UDP_CHECKSUM);
        memory.set(JAVA_INT, slot + RxRing.LENGTH, FRAME_BYTES);
        memory.set(JAVA_INT, slot + RxRing.CAPTURED, FRAME_BYTES);
        memory.set(JAVA_SHORT, slot + RxRing.MAC, (short) RxRing.FRAME);
        memory.set(JAVA_INT, slot + RxRing.VLAN_TCI, TAG);
        ring.filled(slot, number % 16 == 1);
        slot = slot + RxRing.SMALLEST_SLOT & RING_BYTES - 1;
    }

    private static void u16(MemorySegment memory, long at, int value) {
        memory.set(JAVA_SHORT_UNALIGNED, at, (short) value);
    }
}
