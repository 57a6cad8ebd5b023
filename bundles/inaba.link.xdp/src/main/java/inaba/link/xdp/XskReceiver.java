package inaba.link.xdp;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.Waiting;
import inaba.wire.EthernetHeader;
import inaba.wire.offload.PartialChecksum;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives from a queue: packets borrow the frames in which the kernel has put them, until the end of the burst.
///
/// Descriptors do not say which checksums a sender on the same machine has left partial, so those that look like it
/// are completed.
final class XskReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(XskReceiver.class);
    private static final int BURST = 256;
    /// Frames under way when the redirection ended are in the ring by then.
    private static final long SETTLED = 5_000_000;

    /// Says where the frames of the queue go.
    interface Steering {
        /// To this receiver from now on.
        void here() throws LinuxException;

        /// Their usual way from now on.
        void away();
    }

    private final XskSocket socket;
    private final Umem umem;
    private final Steering steering;
    private final Waiting waiting;
    private final ReentrantLock using = new ReentrantLock();
    private final long[] held = new long[BURST];
    private final long[] fresh = new long[BURST];
    private final LongAdder refused = new LongAdder();
    private int holding;
    private int touched;
    private boolean redirected;
    private volatile boolean ending;
    private volatile long ended;
    private volatile boolean closed;

    XskReceiver(XskSocket socket, Steering steering) throws LinuxException {
        this.socket = socket;
        this.umem = socket.umem();
        this.steering = steering;
        waiting = new Waiting(socket.fd());
        refill();
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        using.lock();
        try {
            return closed ? 0 : fill(burst, Math.min(limit, BURST));
        } finally {
            using.unlock();
        }
    }

    private int fill(Packet[] burst, int limit) {
        if (!redirected && !ending) {
            begin();
        }
        if (holding > 0) { // the burst before came to no regular end
            giveBack();
        }
        int ready = Math.min(limit, socket.rx.ready());
        if (ready == 0) {
            if (limit > 0 && socket.fill.room() >= BURST) { // others may have had all frames when this one had the last
                refill();
            }
            if (socket.fill.needsWakeup()) {
                socket.wakeReceiver();
            }
            return 0;
        }
        touch(ready);
        int n = 0;
        for (int i = 0; i < ready; i++) {
            n += take(socket.rx.address(i), socket.rx.length(i), burst[n]) ? 1 : 0;
        }
        socket.rx.consumed(ready);
        if (n == 0) {
            giveBack();
        }
        return n;
    }

    /// Reads a byte of each frame: another processor wrote them, and the cache misses of several overlap where nothing
    /// waits for what was read.
    private void touch(int frames) {
        int sum = 0;
        for (int i = 0; i < frames; i++) {
            sum += umem.memory().get(ValueLayout.JAVA_BYTE, socket.rx.address(i));
        }
        touched = sum;
    }

    private boolean take(long at, int length, Packet packet) {
        long frame = umem.frame(at);
        held[holding++] = frame;
        if (length < EthernetHeader.BYTES || length > packet.capacity()) {
            refused.increment();
            return false;
        }
        packet.borrow(umem.memory(), frame, frame + umem.frameBytes(), at, at + length);
        PartialChecksum.completeIfPseudo(umem.memory(), at + EthernetHeader.BYTES, at + length);
        return true;
    }

    /// Frames that were not sent go back to the kernel.
    @Override
    public void release() {
        using.lock();
        try {
            if (!closed) {
                giveBack();
            }
        } finally {
            using.unlock();
        }
    }

    private void giveBack() {
        int room = socket.fill.room();
        int back = 0;
        int surplus = 0;
        for (int i = 0; i < holding; i++) {
            if (umem.place(held[i]) != socket.received()) {
                continue; // on its way out, or there already
            }
            if (back < room) {
                socket.fill.write(back++, held[i]);
            } else {
                fresh[surplus++] = held[i];
            }
        }
        socket.fill.produced(back);
        umem.give(fresh, surplus);
        holding = 0;
        if (room - back >= BURST) {
            refill();
        }
    }

    private void refill() {
        int taken;
        do {
            taken = umem.take(fresh, Math.min(BURST, socket.fill.room()), true);
            for (int i = 0; i < taken; i++) {
                umem.place(fresh[i], socket.received());
                socket.fill.write(i, fresh[i]);
            }
            socket.fill.produced(taken);
        } while (taken == BURST);
    }

    @Override
    public void await(long nanos) {
        using.lock();
        try {
            if (!closed && socket.rx.ready() == 0) {
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

    @Override
    public long missed() {
        return refused.sum() + socket.missed();
    }

    /// With an end, frames come to us no more from now on: they go to whoever else listens on the device. Without one,
    /// they come to us from now on.
    @Override
    public void only(long from, long until) {
        if (until == Long.MAX_VALUE) {
            begin();
        } else {
            ending = true;
            steering.away();
            ended = System.nanoTime();
        }
    }

    private void begin() {
        try {
            redirected = true;
            steering.here();
        } catch (LinuxException e) {
            LOG.warn("a queue receives nothing: {}", e.getMessage());
        }
    }

    @Override
    public boolean passed(long until) {
        using.lock();
        try {
            return closed || ending && System.nanoTime() - ended > SETTLED && socket.rx.ready() == 0;
        } finally {
            using.unlock();
        }
    }

    /// Ends a wait, and uses the socket no more.
    void close() {
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
