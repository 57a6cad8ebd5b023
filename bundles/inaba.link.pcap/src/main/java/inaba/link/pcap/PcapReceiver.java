package inaba.link.pcap;

import inaba.api.link.Receiver;
import inaba.api.packet.FrameRing;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.Stamping;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives through a thread that stays inside libpcap's loop and fills a ring, from which the worker copies.
final class PcapReceiver implements Receiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PcapReceiver.class);

    private static final int ALL = -1;
    private static final long SECOND = 1_000_000_000;
    private static final long MILLIS = 1_000;
    /// How late a frame may come out of the kernel after it was stamped.
    private static final long LATE = Duration.ofMillis(20).toNanos();
    /// A window that began this long ago needs no watching.
    private static final long LONG_AGO = SECOND;
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

    private final String device;
    private final PcapHandle handle;
    private final Clock clock;
    private final Intake intake;
    private final FrameRing ring;
    private final Thread thread;
    private final LongAdder refused = new LongAdder();
    private @Nullable Stamping stamping;
    private volatile long from = Long.MIN_VALUE;
    private volatile long until = Long.MAX_VALUE;
    private volatile boolean drainWanted;
    private volatile long drainedAt = Long.MIN_VALUE;
    private volatile boolean closed;
    private long missed;

    PcapReceiver(String device, PcapHandle handle, IntSupplier mtu, Clock clock) {
        this.device = device;
        this.handle = handle;
        this.clock = clock;
        this.intake = new Intake(mtu, () -> closed);
        this.ring = intake.ring();
        this.thread = Thread.ofPlatform().daemon().name("inaba-pcap-" + device).unstarted(this::run);
        thread.start();
    }

    boolean stampsNanoseconds() {
        return handle.getTimestampPrecision() == TimestampPrecision.NANO;
    }

    private void run() {
        while (!closed) {
            try {
                handle.loop(ALL, this::take);
            } catch (InterruptedException broken) { // pcap4j's word for breakLoop
                drain();
            } catch (PcapNativeException | NotOpenException failed) {
                if (!closed) {
                    LOG.warn("{}: receiving fails, and is tried again: {}", device, failed.getMessage());
                    LockSupport.parkNanos(this, RETRY_NANOS);
                }
            }
        }
    }

    /// Called from native code, through which no exception may pass.
    private void take(byte[] frame) {
        try {
            var stamp = handle.getTimestamp();
            intake.take(frame, Math.floorDiv(stamp.getTime(), MILLIS) * SECOND + stamp.getNanos());
        } catch (RuntimeException bug) {
            refused.increment();
            LOG.error("{}: a frame could not be taken", device, bug);
        }
    }

    /// Takes what the kernel holds until it holds nothing, if [#passed] asked for it.
    private void drain() {
        if (!drainWanted || closed) {
            return;
        }
        long begun = now();
        try {
            mode(BlockingMode.NONBLOCKING);
            try {
                takeAll();
            } finally {
                mode(BlockingMode.BLOCKING);
            }
            drainedAt = begun;
        } catch (PcapNativeException | NotOpenException | InterruptedException failed) {
            if (!closed) {
                LOG.warn("{}: cannot see whether all frames were received: {}", device, failed.getMessage());
            }
        }
        drainWanted = false;
        ring.wakeup();
    }

    private void takeAll() throws PcapNativeException, NotOpenException, InterruptedException {
        int taken = 1;
        while (taken > 0 && !closed) {
            taken = handle.dispatch(ALL, this::take);
        }
    }

    /// Not while another thread breaks the loop: libpcap closes and opens the descriptor that this writes to.
    private synchronized void mode(BlockingMode mode) throws PcapNativeException, NotOpenException {
        handle.setBlockingMode(mode);
    }

    private synchronized void breakLoop() {
        try {
            handle.breakLoop();
        } catch (NotOpenException alreadyClosed) {
            LOG.debug("{}: closed", device);
        }
    }

    private long now() {
        var now = clock.instant();
        return now.getEpochSecond() * SECOND + now.getNano();
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        int n = 0;
        while (n < limit && ring.next()) {
            if (wanted(ring.stamp()) && copy(burst[n])) {
                n++;
            }
            ring.release();
        }
        return n;
    }

    private boolean wanted(long stamp) {
        if (from == Long.MIN_VALUE && until == Long.MAX_VALUE) {
            return true;
        }
        if (until == Long.MAX_VALUE && stamp > from + LONG_AGO) {
            only(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return stamp >= from && stamp < until;
    }

    private boolean copy(Packet packet) {
        int length = ring.length();
        if (length > packet.tailroom()) {
            refused.increment();
            return false;
        }
        MemorySegment.copy(ring.memory(), ring.at(), packet.memory(), packet.start(), length);
        packet.end(packet.start() + length);
        return true;
    }

    @Override
    public void await(long nanos) {
        ring.await(nanos);
    }

    @Override
    public void wakeup() {
        ring.wakeup();
    }

    /// What found the kernel's buffer full, as libpcap counts it, and what was no frame of this link.
    @Override
    public synchronized long missed() {
        if (!closed) {
            try {
                var statistics = handle.getStats();
                missed = statistics.getNumPacketsDropped() + statistics.getNumPacketsDroppedByIf();
            } catch (PcapNativeException | NotOpenException failed) {
                LOG.debug("{}: no statistics: {}", device, failed.getMessage());
            }
        }
        return missed + intake.refused() + refused.sum();
    }

    /// Opens a socket that makes the kernel stamp frames once for all who see them, while a window is set.
    @Override
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

    private @Nullable Stamping stamp() {
        try {
            return new Stamping();
        } catch (LinuxException failed) {
            LOG.warn("{}: frames may be lost or seen twice while drivers change: {}", device, failed.getMessage());
            return null;
        }
    }

    /// The first call after the instant asks the receiving thread to leave its loop and empty the kernel's buffer; a
    /// later
    /// one sees that this was done, and that the ring holds nothing from before.
    @Override
    public boolean passed(long until) {
        if (closed) {
            return true;
        }
        if (drainedAt != Long.MIN_VALUE && drainedAt - LATE > until) {
            return !ring.next() || ring.stamp() > until + LATE;
        }
        if (!drainWanted && now() - LATE > until) {
            drainWanted = true;
            breakLoop();
        }
        return false;
    }

    /// Ends the loop and its thread, then lets go of the device.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        missed();
        closed = true;
        ring.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            breakLoop();
            try {
                thread.join(Duration.ofMillis(10));
            } catch (InterruptedException askedToHurry) {
                interrupted = true;
            }
        }
        handle.close();
        only(Long.MIN_VALUE, Long.MAX_VALUE);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
