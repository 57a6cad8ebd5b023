package inaba.link.packet;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import inaba.api.link.Transmitter;
import inaba.api.packet.Packet;
import inaba.linux.Errno;
import inaba.linux.LinuxException;
import inaba.linux.PacketSocket;
import inaba.linux.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Sends bursts with one sendmmsg(2) each, straight from the packets' memory, past the queueing discipline
/// (PACKET_QDISC_BYPASS).
///
/// `mmsghdr` is 64 bytes: msg_iov at 16, msg_iovlen at 24. `iovec` is 16: base, length.
final class RingTransmitter implements Transmitter {
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int NO_PROTOCOL = 0; // receives nothing
    private static final int SOCKET_BYTES = 1 << 24;
    private static final int BATCH = 256;
    private static final int MESSAGE = 64;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int VECTOR = 16;
    private static final int MSG_DONTWAIT = 0x40;
    /// How long a busy device is waited for, and how often it is asked meanwhile.
    private static final long PATIENCE_NANOS = 3_000_000;
    private static final long PAUSE_NANOS = 20_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment messages = arena.allocate(BATCH * MESSAGE, 8);
    private final MemorySegment vectors = arena.allocate(BATCH * VECTOR, 8);
    private final ReentrantLock using = new ReentrantLock();
    private final PacketSocket socket;
    private volatile boolean closed;

    RingTransmitter(int index) throws LinuxException {
        socket = new PacketSocket();
        try {
            socket.option(PACKET_QDISC_BYPASS, 1, "send past the queueing discipline");
            socket.sendBuffer(SOCKET_BYTES);
            socket.bind(index, NO_PROTOCOL);
        } catch (LinuxException e) {
            socket.close();
            arena.close();
            throw e;
        }
        for (int i = 0; i < BATCH; i++) {
            messages.set(JAVA_LONG, (long) i * MESSAGE + VECTOR_AT, vectors.address() + (long) i * VECTOR);
            messages.set(JAVA_LONG, (long) i * MESSAGE + VECTORS_AT, 1);
        }
    }

    @Override
    public int send(Packet[] burst, int from, int to) {
        using.lock();
        try {
            return closed ? 0 : sendAll(burst, from, to);
        } finally {
            using.unlock();
        }
    }

    private int sendAll(Packet[] burst, int from, int to) {
        int at = from;
        long deadline = 0;
        while (at < to) {
            int sent = sendSome(burst, at, Math.min(to - at, BATCH));
            if (sent > 0) {
                at += sent;
            } else if (!busy(-sent)) {
                break;
            } else if (deadline == 0) {
                deadline = System.nanoTime() + PATIENCE_NANOS;
            } else if (System.nanoTime() - deadline > 0) {
                break;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return at - from;
    }

    private int sendSome(Packet[] burst, int from, int count) {
        for (int i = 0; i < count; i++) {
            var packet = burst[from + i];
            vectors.set(JAVA_LONG, (long) i * VECTOR, packet.memory().address() + packet.start());
            vectors.set(JAVA_LONG, (long) i * VECTOR + 8, packet.length());
        }
        return Sys.sendmmsg(socket.fd(), messages, count, MSG_DONTWAIT);
    }

    /// ENOBUFS: the device's ring is full; EAGAIN: the socket's buffer is.
    private static boolean busy(int errno) {
        return errno == Errno.ENOBUFS || errno == Errno.EAGAIN || errno == Errno.EINTR || errno == 0;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        using.lock();
        try {
            if (!closed) {
                closed = true;
                socket.close();
                arena.close();
            }
        } finally {
            using.unlock();
        }
    }
}
