package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/// Frames that leave through a socket with one sendmmsg(2), straight from where they lie. One thread uses it.
///
/// `mmsghdr` is 64 bytes: msg_iov at 16, msg_iovlen at 24. `iovec` is 16: base, length.
public final class SendBatch implements AutoCloseable {
    private static final int MOST = 256;

    private static final int MESSAGE = 64;
    private static final int VECTOR_AT = 16;
    private static final int VECTORS_AT = 24;
    private static final int VECTOR = 16;
    private static final int MSG_DONTWAIT = 0x40;
    /// How long a busy device is waited for, and how often it is asked meanwhile.
    private static final long PATIENCE_NANOS = 3_000_000;
    private static final long PAUSE_NANOS = 20_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment messages = arena.allocate(MOST * MESSAGE, 8);
    private final MemorySegment vectors = arena.allocate(MOST * VECTOR, 8);
    private final int fd;

    /// @param fd stays the caller's
    public SendBatch(int fd) {
        this.fd = fd;
        for (int i = 0; i < MOST; i++) {
            messages.set(JAVA_LONG, (long) i * MESSAGE + VECTOR_AT, vectors.address() + (long) i * VECTOR);
            messages.set(JAVA_LONG, (long) i * MESSAGE + VECTORS_AT, 1);
        }
    }

    /// Where frames lie.
    public interface Frames {
        long address(int number);

        long bytes(int number);
    }

    /// Sends frames, and waits a little while the device is busy.
    ///
    /// @return how many it took, counted from `from`
    public int send(Frames frames, int from, int to) {
        int at = from;
        long deadline = 0;
        while (at < to) {
            int sent = sendSome(frames, at, Math.min(to - at, MOST));
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

    private int sendSome(Frames frames, int from, int count) {
        for (int i = 0; i < count; i++) {
            vectors.set(JAVA_LONG, (long) i * VECTOR, frames.address(from + i));
            vectors.set(JAVA_LONG, (long) i * VECTOR + 8, frames.bytes(from + i));
        }
        return Sys.sendmmsg(fd, messages, count, MSG_DONTWAIT);
    }

    /// ENOBUFS: the device's ring is full; EAGAIN: the socket's buffer is.
    private static boolean busy(int errno) {
        return errno == Errno.ENOBUFS || errno == Errno.EAGAIN || errno == Errno.EINTR || errno == 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
