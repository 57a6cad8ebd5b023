package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import inaba.linux.LinuxException;
import inaba.linux.Mapping;
import inaba.linux.PacketSocket;
import inaba.linux.RingMemory;
import inaba.linux.Sys;
import inaba.wire.EthernetHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A TPACKET_V2 receive ring: memory shared with the kernel, in which each slot holds one frame
/// (`Documentation/networking/packet_mmap.rst`).
///
/// Version 2, not 3: a frame can be taken as soon as it is there, while version 3 hands over blocks, a millisecond
/// late at low rates. What does not fit into a slot, such as a frame of 64 KB that a Linux sender left to be
/// segmented, the kernel queues on the socket as well (PACKET_COPY_THRESH), to be read whole by [#readWhole].
///
/// `tpacket2_hdr`: status, len, snaplen (each 32 bits), mac, net (16 bits), sec, nsec (32 bits), vlan_tci, vlan_tpid
/// (16 bits). Directly before the frame stands a `virtio_net_hdr` of 10 bytes, see [VnetHeader]. What is between may
/// be overwritten as long as the slot is ours.
final class RxRing implements AutoCloseable {
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_COPY_THRESH = 7;
    private static final int PACKET_RESERVE = 12;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SOL_PACKET = 263;
    private static final int ETH_P_ALL = 3;
    private static final int MSG_DONTWAIT = 0x40;

    private static final int USER = 1;
    private static final int COPY = 2;
    private static final int VLAN_VALID = 0x10;
    private static final VarHandle STATUS = JAVA_INT.varHandle();
    static final int LENGTH = 4;
    static final int CAPTURED = 8;
    static final int MAC = 12;
    /// Bytes that the kernel leaves free before a frame: as much as tunnels may add.
    private static final int RESERVED = 224;
    /// Where a frame begins in its slot: behind 52 bytes of the ring's headers and 16 for the link's, aligned to 16,
    /// and
    /// those of virtio. Its IPv6 addresses do not cross a line of the cache there.
    static final int FRAME = 80 + RESERVED + VnetHeader.BYTES - EthernetHeader.BYTES;
    /// What stands before the free bytes.
    private static final int HEADER = 32;
    private static final int LINE = 64;
    private static final int SECONDS = 16;
    private static final int NANOS = 20;
    static final int VLAN_TCI = 24;
    private static final int VLAN_TPID = 26;
    private static final long BILLION = 1_000_000_000L;

    /// Slot bytes that are not the frame's: headers, alignment, room for a VLAN tag that was not stripped.
    private static final int AROUND_FRAME = 128 + RESERVED;
    static final int SMALLEST_SLOT = 2048;
    /// Slots that may be held at once; a ring has more, as those of the longest frames take 128 KB.
    static final int MOST_HELD = 256;
    /// A page, what the kernel finds soonest; each holds two slots at an MTU of 1,500.
    private static final int BLOCK = 1 << 12;
    /// Bytes of all slots: 32,768 of them at an MTU of 1,500, 0.3 s at 100,000 frames a second.
    private static final int RING_BYTES = 1 << 26;
    /// Whole frames that may wait on the socket, by the kernel's accounting.
    private static final int SOCKET_BYTES = 1 << 25;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment statistics = arena.allocate(8, 4);
    private final MemorySegment option = arena.allocate(JAVA_INT);
    private final MemorySegment optionLength = arena.allocate(JAVA_INT);
    private final PacketSocket socket;
    private final MemorySegment memory;
    private final int slotBytes;
    private final long[] held = new long[MOST_HELD];
    private int holding;
    private long slot;
    private long missed;
    private int touched;

    /// @param mtu of the device when it is opened: frames up to that fit into a slot
    RxRing(int index, int mtu) throws LinuxException {
        slotBytes = Math.max(SMALLEST_SLOT, Integer.highestOneBit(2 * (mtu + AROUND_FRAME) - 1));
        socket = new PacketSocket();
        try {
            socket.option(PACKET_VNET_HDR, 1, "ask for virtio headers");
            socket.option(PACKET_IGNORE_OUTGOING, 1, "ignore outgoing frames");
            socket.option(PACKET_COPY_THRESH, 1, "ask for frames longer than a slot");
            socket.option(PACKET_RESERVE, RESERVED, "ask for room before frames");
            socket.receiveBuffer(SOCKET_BYTES);
            socket.receiveRing(Math.max(BLOCK, slotBytes), RING_BYTES, slotBytes);
            memory = Mapping.of(socket.fd(), RING_BYTES, arena);
            socket.bind(index, ETH_P_ALL);
            socket.promiscuous(index);
        } catch (LinuxException e) {
            close();
            throw e;
        }
    }

    /// Memory of our own that a kernel of our own fills, in slots of 2 KB.
    ///
    /// @param bytes a power of two, for [#MOST_HELD] slots or more
    RxRing(int bytes) throws LinuxException {
        slotBytes = SMALLEST_SLOT;
        socket = new PacketSocket();
        memory = arena.allocate(bytes, SMALLEST_SLOT);
    }

    /// Has the kernel make the memory of a ring ready in steps, for the sake of those that work meanwhile.
    static void prepare() {
        RingMemory.prepare(BLOCK, RING_BYTES);
    }

    /// Shares the device with other rings. What came before to all of them is forgotten.
    void join(Fanout fanout) throws LinuxException {
        fanout.join(socket);
        while (ready()) {
            if (copied()) {
                readWhole(option);
            }
            advance();
        }
    }

    int fd() {
        return socket.fd();
    }

    MemorySegment memory() {
        return memory;
    }

    /// True when the present slot holds a frame.
    boolean ready() {
        return ((int) STATUS.getAcquire(memory, slot) & USER) != 0;
    }

    /// Reads bytes of each frame that is there from the present slot on, up to `limit`: another processor wrote them,
    /// and the cache misses of several overlap where nothing waits for what was read.
    void touch(int limit) {
        long at = slot;
        int sum = 0;
        for (int i = 0; i < limit && ((int) STATUS.getAcquire(memory, at) & USER) != 0; i++) {
            sum += memory.get(JAVA_BYTE, at + FRAME) + memory.get(JAVA_BYTE, at + FRAME + LINE);
            at = next(at);
        }
        touched = sum;
    }

    /// Where the present frame begins in [#memory], behind its virtio header.
    long frame() {
        return slot + Short.toUnsignedInt(memory.get(JAVA_SHORT, slot + MAC));
    }

    /// The bytes of the present frame that are in the slot.
    int captured() {
        return memory.get(JAVA_INT, slot + CAPTURED);
    }

    /// The frame is longer than its slot.
    boolean cut() {
        return captured() < memory.get(JAVA_INT, slot + LENGTH);
    }

    /// The whole frame waits on the socket.
    boolean copied() {
        return (status() & COPY) != 0;
    }

    /// Reads the whole frame with its virtio header.
    ///
    /// @return bytes, or a negative number when it is not there
    int readWhole(MemorySegment into) {
        return (int) Sys.recv(socket.fd(), into, into.byteSize(), MSG_DONTWAIT);
    }

    /// When it was received, in nanoseconds since 1970.
    long stamp() {
        return Integer.toUnsignedLong(memory.get(JAVA_INT, slot + SECONDS)) * BILLION
                + memory.get(JAVA_INT, slot + NANOS);
    }

    /// The VLAN tag that the kernel took out, TPID and TCI as on the wire, or 0.
    int vlan() {
        return (status() & VLAN_VALID) == 0
                ? 0
                : memory.get(JAVA_SHORT, slot + VLAN_TPID) << 16
                        | Short.toUnsignedInt(memory.get(JAVA_SHORT, slot + VLAN_TCI));
    }

    private int status() {
        return (int) STATUS.get(memory, slot);
    }

    /// Forgets an error such as "network is down", which would end every wait at once.
    void clearError() {
        socket.get(SOL_SOCKET, SO_ERROR, option, optionLength);
    }

    /// The first byte of the present slot that may be overwritten.
    long low() {
        return slot + HEADER;
    }

    /// Behind the last one.
    long high() {
        return slot + slotBytes;
    }

    /// Keeps the present slot until [#release] and goes on to the next. Not for more than [#MOST_HELD] at once.
    void hold() {
        held[holding++] = slot;
        slot = next(slot);
    }

    /// Gives the slots that are held back to the kernel.
    void release() {
        for (int i = 0; i < holding; i++) {
            STATUS.setRelease(memory, held[i], 0);
        }
        holding = 0;
    }

    /// Gives the present slot back to the kernel and goes on to the next.
    void advance() {
        STATUS.setRelease(memory, slot, 0);
        slot = next(slot);
    }

    /// As the kernel: the slot holds a frame.
    ///
    /// @param tagged its VLAN tag was taken out
    void filled(long at, boolean tagged) {
        STATUS.setRelease(memory, at, tagged ? USER | VLAN_VALID : USER);
    }

    /// Without a branch: what the compiler has not seen for 32,768 frames it would not provide for.
    private long next(long at) {
        return at + slotBytes & memory.byteSize() - 1;
    }

    /// Frames that the kernel could not put into the ring, since it was made. Any thread.
    synchronized long missed() {
        if (arena.scope().isAlive() && socket.get(SOL_PACKET, PACKET_STATISTICS, statistics, optionLength) == 0) {
            missed += Integer.toUnsignedLong(statistics.get(JAVA_INT, 4)); // reading sets it to zero
        }
        return missed;
    }

    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            socket.close();
        }
    }
}
