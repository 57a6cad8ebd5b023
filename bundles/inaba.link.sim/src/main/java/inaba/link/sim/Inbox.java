package inaba.link.sim;

import inaba.api.packet.FrameRing;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Frames that wait for one thread, which may sleep until one comes.
final class Inbox {
    private final FrameRing ring;
    private final AtomicLong missed = new AtomicLong();
    private volatile @Nullable Thread sleeper;
    private volatile boolean woken;

    Inbox(int frames, int frameBytes) {
        this.ring = new FrameRing(frames, frameBytes);
    }

    /// Frames to read, by one thread.
    FrameRing frames() {
        return ring;
    }

    /// Copies a frame; one that finds no room is counted as missed. Any thread.
    void put(MemorySegment frame, long at, int length) {
        if (ring.offer(frame, at, length, 0, 0)) {
            unpark();
        } else {
            missed.incrementAndGet();
        }
    }

    /// A frame that was put here and that nobody can use.
    void miss() {
        missed.incrementAndGet();
    }

    long missed() {
        return missed.get();
    }

    /// Waits for a frame, a [#wakeup] or the end of the time.
    void await(long nanos) {
        sleeper = Thread.currentThread();
        if (!woken && !ring.next()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
        woken = false;
    }

    void wakeup() {
        woken = true;
        unpark();
    }

    private void unpark() {
        var asleep = sleeper;
        if (asleep != null) {
            LockSupport.unpark(asleep);
        }
    }
}
