package inaba.link.tap;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.NetDevice;
import inaba.linux.TapDevice;
import inaba.linux.Waiting;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives what the kernel's end of a tap sends: one read(2) a frame, straight into the packet.
final class TapReceiver implements Receiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TapReceiver.class);

    private final TapDevice device;
    private final int index;
    private final Waiting waiting;
    private final ReentrantLock using = new ReentrantLock();
    private final long droppedBefore;
    private volatile long missed;
    private volatile boolean closed;

    TapReceiver(TapDevice device, int index) throws LinuxException {
        this.device = device;
        this.index = index;
        droppedBefore = NetDevice.sendDrops(index);
        waiting = new Waiting(device.fd());
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        using.lock();
        try {
            int n = 0;
            while (!closed && n < limit && read(burst[n])) {
                n++;
            }
            return n;
        } finally {
            using.unlock();
        }
    }

    private boolean read(Packet packet) {
        int length = device.read(packet.memory(), packet.start(), packet.tailroom());
        if (length <= 0) {
            return false;
        }
        packet.end(packet.start() + length);
        return true;
    }

    @Override
    public void await(long nanos) {
        using.lock();
        try {
            if (!closed) {
                waiting.await(nanos);
            }
        } finally {
            using.unlock();
        }
    }

    @Override
    public void wakeup() {
        waiting.wakeup();
    }

    /// What the kernel dropped as its queue was full.
    @Override
    public long missed() {
        try {
            if (!closed) {
                missed = Math.max(missed, NetDevice.sendDrops(index) - droppedBefore);
            }
        } catch (LinuxException e) {
            LOG.warn("the kernel does not say how many frames it dropped: {}", e.getMessage());
        }
        return missed;
    }

    /// Ends a wait; the device stays the port's to close.
    @Override
    public void close() {
        closed = true;
        waiting.wakeup();
        using.lock();
        try {
            waiting.close();
        } finally {
            using.unlock();
        }
    }
}
