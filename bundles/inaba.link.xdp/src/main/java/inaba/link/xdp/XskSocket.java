package inaba.link.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import inaba.linux.Errno;
import inaba.linux.LinuxException;
import inaba.linux.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// AF_XDP on one queue of a device: a socket that receives, and one that sends.
///
/// They are two, as the kernel wakes whoever waits on a socket for each frame that left by it.
class XskSocket {
    static final int TX_ENTRIES = 2048;
    private static final int COMPLETION_ENTRIES = 4096;

    private static final int AF_XDP = 44;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final int XDP_STATISTICS = 7;
    private static final int XDP_MAX_TX_SKB_BUDGET = 9;
    private static final int TX_BUDGET = 256;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    /// Frames may be on their way out for longer than a burst, by the kernel's accounting.
    private static final int SEND_BUFFER = 1 << 24;
    private static final int SHARED_UMEM = 1;
    private static final int COPY = 2;
    private static final int USE_NEED_WAKEUP = 8;
    private static final int OFFSETS = 128;
    private static final int RING_OFFSETS = 32;
    private static final int STATISTICS = 48;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int BUSY_TRIES = 50;
    private static final long BUSY_PAUSE = 2_000_000;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final Ring rx;
    final Ring tx;
    final Ring fill;
    final Ring completion;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment statistics = arena.allocate(STATISTICS, 8);
    private final MemorySegment length = arena.allocate(JAVA_INT);
    private final Umem umem;
    private final int fd;
    private final int sender;
    private final int number = NUMBERS.incrementAndGet();
    private long missed;
    private boolean closed;

    /// @param entries of the rings RX and FILL, a power of two
    /// @param generic XDP runs in the kernel's stack: frames are copied into the socket's memory
    XskSocket(Umem umem, int entries, int index, int queue, boolean generic) throws LinuxException {
        this(umem, entries);
        try {
            bind(fd, index, queue, umem.introduce(fd), generic);
            bind(sender, index, queue, fd, generic);
        } catch (LinuxException e) {
            release();
            throw e;
        }
        // From Linux 6.17 on; before, the kernel sends up to 32 frames a call.
        Sys.setsockopt(sender, Umem.SOL_XDP, XDP_MAX_TX_SKB_BUDGET, TX_BUDGET);
        Sys.setsockopt(sender, SOL_SOCKET, SO_SNDBUFFORCE, SEND_BUFFER);
        umem.bound(this);
    }

    /// On no device.
    XskSocket(Umem umem, int entries) throws LinuxException {
        this.umem = umem;
        fd = open();
        try {
            sender = open();
        } catch (LinuxException e) {
            Sys.close(fd);
            arena.close();
            throw e;
        }
        try {
            option(fd, XDP_UMEM_FILL_RING, entries);
            option(fd, XDP_UMEM_COMPLETION_RING, COMPLETION_ENTRIES);
            option(fd, XDP_RX_RING, entries);
            option(sender, XDP_TX_RING, TX_ENTRIES);
            var offsets = arena.allocate(OFFSETS, 8);
            Sys.check(Sys.getsockopt(fd, Umem.SOL_XDP, XDP_MMAP_OFFSETS, offsets, length), "ask for AF_XDP rings");
            rx = ring(fd, Ring.RX, offsets, 0, entries, Ring.DESCRIPTOR);
            tx = ring(sender, Ring.TX, offsets, 1, TX_ENTRIES, Ring.DESCRIPTOR);
            fill = ring(fd, Ring.FILL, offsets, 2, entries, Ring.ADDRESS);
            completion = ring(fd, Ring.COMPLETION, offsets, 3, COMPLETION_ENTRIES, Ring.ADDRESS);
        } catch (LinuxException e) {
            release();
            throw e;
        }
    }

    private static int open() throws LinuxException {
        return Sys.check(Sys.socket(AF_XDP, SOCK_RAW_CLOEXEC, 0), "open an AF_XDP socket");
    }

    private Ring ring(int socket, long offset, MemorySegment offsets, int which, int entries, int entry)
            throws LinuxException {
        return new Ring(
                socket, offset, offsets.asSlice((long) which * RING_OFFSETS, RING_OFFSETS), entries, entry, arena);
    }

    private static void option(int socket, int name, int value) throws LinuxException {
        Sys.check(Sys.setsockopt(socket, Umem.SOL_XDP, name, value), "make an AF_XDP ring");
    }

    private void release() {
        Sys.close(sender);
        Sys.close(fd);
        arena.close();
    }

    /// @param known a socket that shares its memory, and on the same queue its rings FILL and COMPLETION; -1 for none
    private void bind(int socket, int index, int queue, int known, boolean generic) throws LinuxException {
        var address = arena.allocate(16, 4); // struct sockaddr_xdp
        address.set(JAVA_SHORT, 0, (short) AF_XDP);
        address.set(JAVA_SHORT, 2, (short) (known >= 0 ? SHARED_UMEM : USE_NEED_WAKEUP | (generic ? COPY : 0)));
        address.set(JAVA_INT, 4, index);
        address.set(JAVA_INT, 8, queue);
        address.set(JAVA_INT, 12, Math.max(0, known));
        int result = Sys.bind(socket, address);
        for (int i = 0; i < BUSY_TRIES && result == -Errno.EBUSY; i++) {
            LockSupport.parkNanos(BUSY_PAUSE); // the kernel keeps a memory a little longer than its last socket
            result = Sys.bind(socket, address);
        }
        Sys.check(result, "bind an AF_XDP socket");
    }

    /// The one that receives.
    int fd() {
        return fd;
    }

    Umem umem() {
        return umem;
    }

    /// [Umem#place] of frames in the rings FILL and RX, or in the hands of the thread that receives.
    int received() {
        return number * 2;
    }

    /// [Umem#place] of frames in the rings TX and COMPLETION.
    int sending() {
        return number * 2 + 1;
    }

    /// Lets the kernel send. @return 0, or `-errno`
    int kick() {
        return Sys.kick(sender, MSG_DONTWAIT);
    }

    /// Lets the kernel look at the ring FILL.
    void wakeReceiver() {
        Sys.poke(fd, MSG_DONTWAIT);
    }

    /// Frames that found no room, since it was made.
    synchronized long missed() {
        if (!closed && Sys.getsockopt(fd, Umem.SOL_XDP, XDP_STATISTICS, statistics, length) == 0) {
            missed = statistics.get(JAVA_LONG, 0) // struct xdp_statistics: rx_dropped, ..., rx_ring_full
                    + statistics.get(JAVA_LONG, 24);
        }
        return missed;
    }

    /// @return true when the memory is gone, too
    synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        release();
        return umem.unbound(this);
    }
}
