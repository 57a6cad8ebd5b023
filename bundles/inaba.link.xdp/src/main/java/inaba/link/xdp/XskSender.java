package inaba.link.xdp;

import inaba.api.packet.Packet;
import inaba.linux.Errno;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The way out through a queue, for all threads: one sends at a time, a burst each.
///
/// Packets in frames of the same memory are sent as they are; others are copied into a frame.
final class XskSender {
    private static final int BURST = 256;
    private static final int HEADROOM = 256;
    /// How long a busy device is waited for, and how often it is asked meanwhile.
    private static final long PATIENCE_NANOS = 3_000_000;
    private static final long PAUSE_NANOS = 20_000;

    private final XskSocket socket;
    private final Umem umem;
    private final ReentrantLock using = new ReentrantLock();
    private final long[] frames = new long[BURST];
    private boolean closed;

    XskSender(XskSocket socket) {
        this.socket = socket;
        this.umem = socket.umem();
    }

    int send(Packet[] burst, int from, int to) {
        using.lock();
        try {
            int at = from;
            while (at < to && !closed) {
                int queued = queue(burst, at, Math.min(to - at, BURST));
                at += queued;
                if (!flush() || queued == 0) {
                    break;
                }
            }
            return at - from;
        } finally {
            using.unlock();
        }
    }

    /// @return how many found room
    private int queue(Packet[] burst, int from, int count) {
        reclaim();
        int wanted = Math.min(count, socket.tx.room());
        int spare = umem.take(frames, foreign(burst, from, wanted), false);
        int n = 0;
        while (n < wanted) {
            var packet = burst[from + n];
            long at = packet.start();
            if (packet.memory() != umem.memory()) {
                if (spare == 0 || packet.length() > umem.frameBytes() - HEADROOM) {
                    break;
                }
                at = frames[--spare] + HEADROOM;
                MemorySegment.copy(packet.memory(), packet.start(), umem.memory(), at, packet.length());
            }
            umem.place(umem.frame(at), socket.sending());
            socket.tx.write(n++, at, packet.length());
        }
        umem.give(frames, spare);
        socket.tx.produced(n);
        return n;
    }

    private int foreign(Packet[] burst, int from, int count) {
        int foreign = 0;
        for (int i = 0; i < count; i++) {
            foreign += burst[from + i].memory() == umem.memory() ? 0 : 1;
        }
        return foreign;
    }

    /// Lets the kernel send what is queued.
    ///
    /// @return false when the device takes no more for the time being
    private boolean flush() {
        long deadline = 0;
        while (socket.tx.room() < XskSocket.TX_ENTRIES && socket.tx.needsWakeup()) {
            int before = socket.tx.room();
            int result = socket.kick();
            reclaim();
            if (socket.tx.room() > before) {
                deadline = 0;
            } else if (result < 0 && !busy(-result)) {
                return false;
            } else if (deadline == 0) {
                deadline = System.nanoTime() + PATIENCE_NANOS;
            } else if (System.nanoTime() - deadline > 0) {
                return false;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return true;
    }

    /// Frames that were sent are free.
    private void reclaim() {
        for (int ready = socket.completion.ready(); ready > 0; ready = socket.completion.ready()) {
            int n = Math.min(ready, BURST);
            for (int i = 0; i < n; i++) {
                frames[i] = umem.frame(socket.completion.address(i));
            }
            socket.completion.consumed(n);
            umem.give(frames, n);
        }
    }

    private static boolean busy(int errno) {
        return errno == Errno.EAGAIN || errno == Errno.EBUSY || errno == Errno.ENOBUFS || errno == Errno.EINTR;
    }

    void close() {
        using.lock();
        try {
            closed = true;
        } finally {
            using.unlock();
        }
    }
}
