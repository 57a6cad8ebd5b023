package inaba.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waits until a file descriptor can be read, the time is over, or another thread calls [#wakeup].
///
/// One thread waits. `pollfd` is fd, events, revents (poll(2)); the second entry is an eventfd(2).
public final class Waiting implements AutoCloseable {
    public static final int POLLIN = 1;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final long SECOND = 1_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment polled = arena.allocate(2 * POLLFD_BYTES, JAVA_LONG.byteSize());
    private final MemorySegment timeout = arena.allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteSize());
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
    private final MemorySegment drained = arena.allocate(JAVA_LONG);
    private final int event;
    private boolean closed;

    /// @param fd stays the caller's
    public Waiting(int fd) throws LinuxException {
        event = Sys.eventfd(0, EFD_CLOEXEC_NONBLOCK);
        if (event < 0) {
            arena.close();
            throw new LinuxException("eventfd", -event);
        }
        polled.set(JAVA_INT, 0, fd);
        polled.set(JAVA_SHORT, EVENTS, (short) POLLIN);
        polled.set(JAVA_INT, POLLFD_BYTES, event);
        polled.set(JAVA_SHORT, POLLFD_BYTES + EVENTS, (short) POLLIN);
    }

    /// Waits at most `nanos`; negative is for ever. May return early.
    ///
    /// @return what the descriptor is ready for, of [#POLLIN] and [#POLLERR]; 0 when the time is over or it was
    /// woken
    public int await(long nanos) {
        var limit = MemorySegment.NULL;
        if (nanos >= 0) {
            timeout.set(JAVA_LONG, 0, nanos / SECOND);
            timeout.set(JAVA_LONG, JAVA_LONG.byteSize(), nanos % SECOND);
            limit = timeout;
        }
        if (Sys.ppoll(polled, 2, limit) <= 0) {
            return 0;
        }
        if (polled.get(JAVA_SHORT, POLLFD_BYTES + REVENTS) != 0) {
            Sys.read(event, drained, 0, drained.byteSize());
        }
        return polled.get(JAVA_SHORT, REVENTS);
    }

    /// Ends a wait that is running or the next one. Any thread; nothing happens once closed.
    public synchronized void wakeup() {
        if (!closed) {
            Sys.write(event, one, 0, one.byteSize());
        }
    }

    /// Not while another thread waits: [#wakeup] it first.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Sys.close(event);
            arena.close();
        }
    }
}
