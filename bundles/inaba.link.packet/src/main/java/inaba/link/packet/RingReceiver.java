package inaba.link.packet;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.StampWindow;
import inaba.linux.Waiting;
import inaba.wire.Layouts;
import inaba.wire.offload.PartialChecksum;
import inaba.wire.offload.Segmenter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Receives from a ring: packets borrow the slots in which the kernel has put them, until the end of the burst.
/// Completes partial checksums, cuts super frames, puts VLAN tags back.
final class RingReceiver implements Receiver, AutoCloseable {
    /// The kernel's longest frame, GSO_LEGACY_MAX_SIZE and headers; packet sockets get no BIG TCP.
    private static final int LONGEST = 1 << 17;
    private static final int MACS = 12;
    private static final int TAG = 4;

    private final RxRing ring;
    private final Waiting waiting;
    private final StampWindow window;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment whole = arena.allocate(LONGEST, 8);
    private final Segmenter segmenter = new Segmenter();
    private final ReentrantLock using = new ReentrantLock();
    private final LongAdder refused = new LongAdder();
    private boolean cutting;
    private volatile boolean closed;

    /// @param ring closed with this, and if this cannot be made
    RingReceiver(RxRing ring, Clock clock) throws LinuxException {
        this.ring = ring;
        window = new StampWindow(clock);
        try {
            waiting = new Waiting(ring.fd());
        } catch (LinuxException e) {
            ring.close();
            arena.close();
            throw e;
        }
    }

    /// Shares the device with other receivers, each of which gets some of the flows. Before the first [#receive].
    void join(Fanout fanout) throws LinuxException {
        ring.join(fanout);
    }

    @Override
    public int receive(Packet[] burst, int limit) {
        using.lock();
        try {
            return closed ? 0 : fill(burst, Math.min(limit, RxRing.MOST_HELD));
        } finally {
            using.unlock();
        }
    }

    private int fill(Packet[] burst, int limit) {
        ring.release(); // should the burst before have come to no regular end
        ring.touch(limit);
        int n = cutting ? segments(burst, 0, limit) : 0;
        while (n < limit && !cutting && ring.ready()) {
            if (!wanted()) {
                discard();
            } else if (ring.cut() || VnetHeader.large(ring.memory(), ring.frame())) {
                n = large(burst, n, limit);
            } else {
                n = borrow(burst[n]) ? n + 1 : refuse(n);
            }
        }
        return n;
    }

    private boolean wanted() {
        return window.open() || window.wanted(ring.stamp());
    }

    private void discard() {
        if (ring.copied()) {
            ring.readWhole(whole);
        }
        ring.advance();
    }

    /// @return false when the frame is refused
    private boolean borrow(Packet packet) {
        var memory = ring.memory();
        long frame = ring.frame();
        long end = frame + ring.captured();
        if (end - frame > packet.capacity() || !complete(memory, frame, end)) {
            ring.advance();
            return false;
        }
        packet.borrow(memory, ring.low(), ring.high(), frame, end);
        tag(packet);
        ring.hold();
        return true;
    }

    /// Takes a frame that is longer than its slot, or a super frame.
    private int large(Packet[] burst, int n, int limit) {
        int filled;
        if (ring.cut()) {
            int bytes = ring.copied() ? ring.readWhole(whole) : 0;
            filled = bytes > VnetHeader.BYTES ? large(whole, VnetHeader.BYTES, bytes, burst, n, limit) : refuse(n);
        } else {
            filled = large(ring.memory(), ring.frame(), ring.frame() + ring.captured(), burst, n, limit);
        }
        if (!cutting) {
            ring.advance();
        }
        return filled;
    }

    private int large(MemorySegment s, long frame, long end, Packet[] burst, int n, int limit) {
        if (!VnetHeader.large(s, frame)) {
            return copy(s, frame, end, burst[n]) ? n + 1 : refuse(n);
        }
        cutting = segmenter.start(s, frame, end, VnetHeader.segment(s, frame));
        return cutting ? cut(burst, n, limit) : refuse(n);
    }

    /// Goes on with the super frame in hand; its slot is given back with the last segment.
    private int segments(Packet[] burst, int filled, int limit) {
        int n = cut(burst, filled, limit);
        if (!cutting) {
            ring.advance();
        }
        return n;
    }

    private int cut(Packet[] burst, int filled, int limit) {
        int n = filled;
        while (n < limit && segmenter.hasNext()) {
            var packet = burst[n];
            if (segmenter.longestFrame() > packet.tailroom()) {
                cutting = false;
                return refuse(n);
            }
            packet.end(packet.start() + segmenter.next(packet.memory(), packet.start()));
            tag(packet);
            n++;
        }
        cutting = segmenter.hasNext();
        return n;
    }

    private boolean copy(MemorySegment s, long frame, long end, Packet packet) {
        long length = end - frame;
        if (length > packet.tailroom() || !complete(s, frame, end)) {
            return false;
        }
        MemorySegment.copy(s, frame, packet.memory(), packet.start(), length);
        packet.end(packet.start() + length);
        tag(packet);
        return true;
    }

    /// @return false when its checksum is partial, and cannot be completed
    private static boolean complete(MemorySegment s, long frame, long end) {
        return !VnetHeader.partialChecksum(s, frame)
                || PartialChecksum.complete(
                        s, frame + VnetHeader.checksumStart(s, frame), VnetHeader.checksumOffset(s, frame), end);
    }

    /// Puts the VLAN tag back that the kernel took out: behind the MACs, which move down.
    private void tag(Packet packet) {
        int vlan = ring.vlan();
        if (vlan == 0 || packet.headroom() < TAG) {
            return;
        }
        var memory = packet.memory();
        long at = packet.start() - TAG;
        MemorySegment.copy(memory, packet.start(), memory, at, MACS);
        Layouts.u32(memory, at + MACS, vlan);
        packet.start(at);
    }

    private int refuse(int n) {
        refused.increment();
        return n;
    }

    @Override
    public void release() {
        using.lock();
        try {
            if (!closed) {
                ring.release();
            }
        } finally {
            using.unlock();
        }
    }

    @Override
    public void await(long nanos) {
        using.lock();
        try {
            if (!closed && !cutting && !ring.ready() && waiting.await(nanos) == Waiting.POLLERR) {
                ring.clearError();
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
        return ring.missed() + refused.sum();
    }

    @Override
    public void only(long from, long until) {
        window.only(from, until);
    }

    @Override
    public boolean passed(long until) {
        if (!StampWindow.all(until, window.now())) {
            return false;
        }
        using.lock();
        try {
            return closed || !cutting && !ring.ready();
        } finally {
            using.unlock();
        }
    }

    /// Ends a wait, then lets go of the ring.
    @Override
    public void close() {
        closed = true;
        waiting.wakeup();
        window.close();
        using.lock();
        try {
            waiting.close();
            ring.close();
            if (arena.scope().isAlive()) {
                arena.close();
            }
        } finally {
            using.unlock();
        }
    }
}
