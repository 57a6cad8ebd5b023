package inaba.link.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import inaba.linux.LinuxException;
import inaba.linux.Mapping;
import inaba.linux.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Frames that several sockets share: what one received another can send without a copy in user space.
///
/// Each frame is free, or in the rings of one socket. Threads take and give free ones by the burst.
final class Umem {
    static final int SOL_XDP = 283;
    private static final int XDP_UMEM_REG = 4;
    private static final int REGISTRATION = 32;
    private static final int FREE = 0;
    /// Frames that receive rings leave for sending.
    private static final int RESERVE = 1024;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int frameBytes;
    private final int shift;
    private final long[] free;
    private final int[] place;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<XskSocket> sockets = new ArrayList<>();
    private int count;

    /// @param frameBytes 2048 or 4096, the kernel's headroom of 256 bytes included
    Umem(int frameBytes, int frames) throws LinuxException {
        this.frameBytes = frameBytes;
        this.shift = Integer.numberOfTrailingZeros(frameBytes);
        memory = Mapping.anonymous((long) frameBytes * frames, arena);
        free = new long[frames];
        place = new int[frames];
        for (count = 0; count < frames; count++) {
            free[count] = (long) (frames - 1 - count) * frameBytes;
        }
    }

    MemorySegment memory() {
        return memory;
    }

    int frameBytes() {
        return frameBytes;
    }

    int available() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /// The first byte of the frame that an address lies in.
    long frame(long address) {
        return address & -frameBytes;
    }

    /// Says in which rings a frame is: as [XskSocket#received] or [XskSocket#sending].
    void place(long frame, int where) {
        place[(int) (frame >>> shift)] = where;
    }

    int place(long frame) {
        return place[(int) (frame >>> shift)];
    }

    /// Takes up to `wanted` free frames.
    ///
    /// @param toReceive leaves some for sending
    int take(long[] into, int wanted, boolean toReceive) {
        lock.lock();
        try {
            int taken = Math.max(0, Math.min(wanted, count - (toReceive ? RESERVE : 0)));
            count -= taken;
            System.arraycopy(free, count, into, 0, taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void give(long[] frames, int number) {
        lock.lock();
        try {
            for (int i = 0; i < number; i++) {
                place(frames[i], FREE);
                free[count++] = frames[i];
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes the memory known to a socket that is the first, or names one that knows it.
    ///
    /// @return a socket that is bound, or -1
    int introduce(int socket) throws LinuxException {
        if (!sockets.isEmpty()) {
            return sockets.getFirst().fd();
        }
        try (var scratch = Arena.ofConfined()) {
            var registration = scratch.allocate(REGISTRATION, 8); // struct xdp_umem_reg
            registration.set(JAVA_LONG, 0, memory.address());
            registration.set(JAVA_LONG, 8, memory.byteSize());
            registration.set(JAVA_INT, 16, frameBytes);
            Sys.check(Sys.setsockopt(socket, SOL_XDP, XDP_UMEM_REG, registration), "register memory for AF_XDP");
        }
        return -1;
    }

    void bound(XskSocket socket) {
        sockets.add(socket);
    }

    /// A socket was closed: its frames are free.
    ///
    /// @return true when it was the last, and the memory is gone
    boolean unbound(XskSocket socket) {
        sockets.remove(socket);
        if (sockets.isEmpty()) {
            arena.close();
            return true;
        }
        lock.lock();
        try {
            for (int i = 0; i < place.length; i++) {
                if (place[i] == socket.received() || place[i] == socket.sending()) {
                    place[i] = FREE;
                    free[count++] = (long) i * frameBytes;
                }
            }
        } finally {
            lock.unlock();
        }
        return false;
    }

    /// No socket came to use it.
    void abandon() {
        if (sockets.isEmpty() && arena.scope().isAlive()) {
            arena.close();
        }
    }
}
