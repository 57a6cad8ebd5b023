package inaba.capture;

import inaba.api.hook.Tap;
import inaba.api.packet.FrameRing;
import inaba.api.time.Time;
import inaba.capture.filter.Filter;
import inaba.capture.pcapng.PcapngWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// One running capture: workers copy frames into a ring, and one thread writes them from there.
///
/// A worker never waits: a frame that finds the ring full is counted as lost. Frames are stamped with the stack's own
/// clock,
/// which is set against the wall clock once, at the start, so that the stamps are monotonic.
final class Capture implements Tap {
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final int BATCH = 1024;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int link;
    private final Filter filter;
    private final long limit;
    private final Time time;
    private final long wallOffset;
    private final FrameRing ring;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean stopped;
    private long captured;

    /// @param limit how many frames to capture at most
    /// @param frames how many frames may wait to be written
    /// @param frameBytes the longest frame
    Capture(int link, Filter filter, long limit, Time time, Clock wall, int frames, int frameBytes) {
        this.link = link;
        this.filter = filter;
        this.limit = limit;
        this.time = time;
        var now = wall.instant();
        this.wallOffset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - time.nanos();
        this.ring = new FrameRing(frames, frameBytes);
    }

    @Override
    public void frame(int onLink, boolean out, MemorySegment frame, long at, int length) {
        if (onLink != link || stopped || !filter.matches(frame, at, length)) {
            return;
        }
        if (!ring.offer(frame, at, length, now(), out ? OUT : IN)) {
            lost.incrementAndGet();
        }
    }

    private long now() {
        return time.nanos() + wallOffset;
    }

    /// Ends [#write] once what is in the ring was written. Any thread.
    void stop() {
        stopped = true;
    }

    long captured() {
        return captured;
    }

    long lost() {
        return lost.get();
    }

    /// Writes frames until the limit is reached or [#stop] was called; then how many there were.
    ///
    /// @param progress told the number of frames about once a second
    void write(PcapngWriter file, LongConsumer progress) throws IOException {
        long toldAt = time.nanos();
        while (captured < limit) {
            boolean last = stopped;
            boolean wrote = writeWaiting(file);
            if (last && !wrote) {
                break;
            }
            if (!wrote) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
            if (time.nanos() - toldAt >= TELL_NANOS) {
                toldAt = time.nanos();
                progress.accept(captured);
            }
        }
        stopped = true;
        file.statistics(now(), captured + lost(), lost());
    }

    /// @return false when there was nothing
    private boolean writeWaiting(PcapngWriter file) throws IOException {
        int wrote = 0;
        while (wrote < BATCH && captured < limit && ring.next()) {
            file.packet(ring.memory(), ring.at(), ring.length(), ring.stamp(), ring.tag() == OUT);
            ring.release();
            captured++;
            wrote++;
        }
        file.flush();
        return wrote > 0;
    }
}
