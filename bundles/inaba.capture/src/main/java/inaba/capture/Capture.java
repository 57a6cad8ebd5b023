package inaba.capture;

import inaba.api.hook.Tap;
import inaba.api.packet.FrameRing;
import inaba.api.time.Time;
import inaba.capture.filter.Filter;
import inaba.capture.pcapng.PcapngWriter;
import inaba.wire.EthernetHeader;
import inaba.wire.Layouts;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One running capture: workers copy frames into a ring, and one thread writes them from there.
///
/// A worker never waits: a frame that finds the ring full is counted as lost. Frames are stamped with the stack's own
/// clock, which is set against the wall clock once, at the start, so that the stamps are monotonic.
final class Capture implements Tap {
    private static final int IN = 0;
    private static final int OUT = 1;
    private static final int BATCH = 1024;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int link;
    private final Filter filter;
    /// Where a packet without a link header gets one to be asked for, or null on a link that has them.
    private final @Nullable MemorySegment framed;
    private final long limit;
    private final Time time;
    private final long wallOffset;
    private final FrameRing ring;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean stopped;
    private long captured;

    /// @param bare packets of the link have no link header
    /// @param limit how many frames to capture at most
    /// @param frames how many frames may wait to be written
    /// @param frameBytes the longest frame
    Capture(int link, boolean bare, Filter filter, long limit, Time time, Clock wall, int frames, int frameBytes) {
        this.link = link;
        this.filter = filter;
        this.framed = bare ? MemorySegment.ofArray(new byte[EthernetHeader.BYTES + frameBytes]) : null;
        this.limit = limit;
        this.time = time;
        var now = wall.instant();
        this.wallOffset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - time.nanos();
        this.ring = new FrameRing(frames, frameBytes);
    }

    @Override
    public void frame(int onLink, boolean out, MemorySegment frame, long at, int length) {
        if (onLink != link || stopped || framed == null && !filter.matches(frame, at, length)) {
            return;
        }
        if (!ring.offer(frame, at, length, now(), out ? OUT : IN)) {
            lost.incrementAndGet();
        }
    }

    /// A filter asks about frames: a bare packet is made one, on the writing thread, where workers need not wait for
    /// it.
    private boolean wanted(MemorySegment packet, long at, int length) {
        if (framed == null || length == 0) {
            return true;
        }
        boolean ipv4 = Layouts.u8(packet, at) >>> 4 == 4;
        Layouts.u16(
                framed,
                EthernetHeader.ETHER_TYPE,
                ipv4 ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6);
        int fits = (int) Math.min(length, framed.byteSize() - EthernetHeader.BYTES);
        MemorySegment.copy(packet, at, framed, EthernetHeader.BYTES, fits);
        return filter.matches(framed, 0, EthernetHeader.BYTES + fits);
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
            if (wanted(ring.memory(), ring.at(), ring.length())) {
                file.packet(ring.memory(), ring.at(), ring.length(), ring.stamp(), ring.tag() == OUT);
                captured++;
            }
            ring.release();
            wrote++;
        }
        file.flush();
        return wrote > 0;
    }
}
