package inaba.linux;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which frames a receiver takes while a device changes hands: those that the kernel stamped within a window. Instants
/// are nanoseconds since 1970.
///
/// One thread asks for frames; any may set the window.
public final class StampWindow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StampWindow.class);
    private static final long SECOND = 1_000_000_000;
    /// How late a frame may come out of the kernel after it was stamped.
    private static final long LATE = Duration.ofMillis(20).toNanos();
    /// A start that lies this far back needs no watching.
    private static final long LONG_AGO = SECOND;

    private final Clock clock;
    private @Nullable Stamping stamping;
    private volatile long from = Long.MIN_VALUE;
    private volatile long until = Long.MAX_VALUE;
    private boolean closed;

    /// @param clock that of the kernel's stamps
    public StampWindow(Clock clock) {
        this.clock = clock;
    }

    /// Sets the window, `from` inclusive, `until` exclusive. While there is one, the kernel is made to stamp each frame
    /// once for all who see it.
    public synchronized void only(long from, long until) {
        boolean all = from == Long.MIN_VALUE && until == Long.MAX_VALUE;
        if (all && stamping != null) {
            stamping.close();
            stamping = null;
        } else if (!all && stamping == null && !closed) {
            stamping = stamp();
        }
        this.from = from;
        this.until = until;
    }

    private static @Nullable Stamping stamp() {
        try {
            return new Stamping();
        } catch (LinuxException e) {
            LOG.warn("frames may be lost or seen twice while drivers change: {}", e.getMessage());
            return null;
        }
    }

    /// Every frame is wanted: no stamp needs to be read.
    public boolean open() {
        return from == Long.MIN_VALUE && until == Long.MAX_VALUE;
    }

    /// True when a frame of this stamp is to be taken.
    public boolean wanted(long stamp) {
        if (until == Long.MAX_VALUE && stamp > from + LONG_AGO) {
            only(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return stamp >= from && stamp < until;
    }

    /// True when the window has an end: somebody waits for it.
    public boolean ends() {
        return until != Long.MAX_VALUE;
    }

    /// The present instant.
    public long now() {
        var now = clock.instant();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    /// True when every frame stamped before `instant` was there at `looked`, which is `Long.MIN_VALUE` before any look.
    public static boolean all(long instant, long looked) {
        return looked > instant && looked - instant > LATE;
    }

    /// Takes all frames from now on.
    @Override
    public synchronized void close() {
        closed = true;
        only(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
