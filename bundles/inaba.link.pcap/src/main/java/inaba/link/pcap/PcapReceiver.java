package inaba.link.pcap;

import inaba.api.link.LinkException;
import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.StampWindow;
import inaba.linux.Waiting;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives by pcap_dispatch(3) on the worker, which sleeps on the handle's descriptor: frames go from libpcap's ring
/// into packets with one copy.
final class PcapReceiver implements Receiver, Libpcap.Frames, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PcapReceiver.class);

    /// A look at an empty ring costs libpcap a system call. So after one, so many more are not made: a worker looks
    /// often before it sleeps.
    private static final int UNLOOKED = 15;

    /// A copy of a frame that libpcap itself passed over ends every wait at once. After so many that were for nothing
    /// it is thrown away: the kernel queues a copy a moment before it shows the frame.
    private static final int FOR_NOTHING = 100;

    private final String device;
    private final PcapHandle handle;
    private final StampWindow window;
    private final Waiting waiting;
    private final Intake intake;
    private final Libpcap libpcap;
    private final ReentrantLock using = new ReentrantLock();
    private final AtomicLong failures = new AtomicLong();
    private int unlooked;
    private boolean signalled;
    private int forNothing;
    private boolean failing;
    private long emptyAt = Long.MIN_VALUE;
    private volatile boolean closed;
    private long missed;

    /// @param handle one that blocks nowhere; closed with this, and stays the caller's if this cannot be made
    /// @param copies of frames that libpcap cut off
    PcapReceiver(String device, PcapHandle handle, Intake.Copies copies, IntSupplier mtu, Clock clock)
            throws LinuxException {
        this.device = device;
        this.handle = handle;
        window = new StampWindow(clock);
        intake = new Intake(mtu, window, copies);
        waiting = new Waiting(Libpcap.descriptor(handle));
        libpcap = new Libpcap(handle, this);
    }

    /// @param handle one that blocks nowhere; closed with this, and if this cannot be made
    static PcapReceiver of(String device, PcapHandle handle, IntSupplier mtu, Clock clock) throws LinkException {
        try {
            return new PcapReceiver(device, handle, new WholeFrames(Libpcap.descriptor(handle)), mtu, clock);
        } catch (LinuxException failed) {
            handle.close();
            throw new LinkException("cannot receive from " + device + ": " + failed.getMessage(), failed);
        }
    }

    boolean stampsNanoseconds() {
        return handle.getTimestampPrecision() == TimestampPrecision.NANO;
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        using.lock();
        try {
            return closed || limit == 0 ? 0 : fill(burst, limit);
        } finally {
            using.unlock();
        }
    }

    private int fill(Packet[] burst, int limit) {
        intake.begin(burst, limit);
        if (unlooked > 0) {
            unlooked--;
            return intake.filled();
        }
        if (!intake.full() && !intake.cutting()) {
            look(limit);
        }
        return intake.filled();
    }

    /// Until a frame is taken or none is there: those outside the window are passed over.
    private void look(int limit) {
        long begun = window.ends() ? window.now() : Long.MIN_VALUE;
        int handed;
        do {
            handed = libpcap.dispatch(limit - intake.filled());
        } while (handed > 0 && intake.filled() == 0);
        if (handed == 0) {
            unlooked = UNLOOKED;
            emptyAt = begun;
            if (signalled && ++forNothing == FOR_NOTHING) {
                intake.forget();
                forNothing = 0;
            }
        } else if (handed < 0 && handed != Libpcap.BROKEN) {
            failed();
        }
        signalled = false;
        if (handed > 0) {
            forNothing = 0;
            failing = false;
        }
    }

    /// The device is down, perhaps: said once until frames come again.
    private void failed() {
        unlooked = UNLOOKED;
        if (failing) {
            return;
        }
        failing = true;
        try {
            LOG.warn("{}: receiving fails, and is tried again: {}", device, handle.getError());
        } catch (NotOpenException gone) {
            LOG.debug("{}: closed", device);
        }
    }

    @Override
    public void frame(MemorySegment memory, long at, int captured, int length, long stamp) {
        intake.take(memory, at, captured, length, stamp);
        if (intake.cutting() || intake.full()) {
            libpcap.breakLoop();
        }
    }

    @Override
    public void failed(Throwable bug) {
        failures.incrementAndGet();
        LOG.error("{}: a frame could not be taken", device, bug);
    }

    @Override
    public void await(long nanos) {
        using.lock();
        try {
            if (!closed && !intake.cutting()) {
                signalled = waiting.await(nanos) != 0;
                unlooked = 0;
            }
        } finally {
            using.unlock();
        }
    }

    @Override
    public void wakeup() {
        waiting.wakeup();
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
        return missed + intake.refused() + failures.get();
    }

    @Override
    public void only(long from, long until) {
        window.only(from, until);
    }

    /// True once a look that began late enough found nothing.
    @Override
    public boolean passed(long until) {
        using.lock();
        try {
            unlooked = 0;
            return closed || !intake.cutting() && StampWindow.all(until, emptyAt);
        } finally {
            using.unlock();
        }
    }

    /// Ends a wait, then lets go of the device.
    @Override
    public void close() {
        missed();
        closed = true;
        waiting.wakeup();
        window.close();
        using.lock();
        try {
            waiting.close();
            handle.close();
            libpcap.close();
        } finally {
            using.unlock();
        }
    }
}
