package inaba.link.packet;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.linux.LinuxException;
import inaba.linux.Stamping;
import inaba.linux.Waiting;
import inaba.wire.Layouts;
import inaba.wire.offload.PartialChecksum;
import inaba.wire.offload.Segmenter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives from a ring: copies frames into packets, completes partial checksums, cuts super frames, puts VLAN tags
/// back.
final class RingReceiver implements Receiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingReceiver.class);

    /// The kernel's longest frame, GSO_LEGACY_MAX_SIZE and headers; packet sockets get no BIG TCP.
    private static final int LONGEST = 1 << 17;
    private static final int MACS = 12;
    private static final int TAG = 4;
    /// How late a frame may come out of the kernel after it was stamped.
    private static final long LATE = 20_000_000;
    private static final long SECOND = 1_000_000_000;
    /// A start that lies this far back needs no watching.
    private static final long LONG_AGO = SECOND;

    private final RxRing ring;
    private final Waiting waiting;
    private final Clock clock;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment whole = arena.allocate(LONGEST, 8);
    private final Segmenter segmenter = new Segmenter();
    private final ReentrantLock using = new ReentrantLock();
    private @Nullable Stamping stamping;
    private volatile long from = Long.MIN_VALUE;
    private volatile long until = Long.MAX_VALUE;
    private final LongAdder refused = new LongAdder();
    private boolean cutting;
    private volatile boolean closed;

    RingReceiver(int index, int mtu, Clock clock) throws LinuxException {
        this.clock = clock;
        try {
            ring = new RxRing(index, mtu);
        } catch (LinuxException e) {
            arena.close();
            throw e;
        }
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
            return closed ? 0 : fill(burst, limit);
        } finally {
            using.unlock();
        }
    }

    private int fill(Packet[] burst, int limit) {
        ring.touch(limit);
        int n = cutting ? segments(burst, 0, limit) : 0;
        while (n < limit && !cutting && ring.ready()) {
            if (wanted()) {
                n = take(burst, n, limit);
            } else if (ring.copied()) {
                ring.readWhole(whole);
            }
            if (!cutting) {
                ring.advance();
            }
        }
        return n;
    }

    private boolean wanted() {
        if (from == Long.MIN_VALUE && until == Long.MAX_VALUE) {
            return true;
        }
        long stamp = ring.stamp();
        if (until == Long.MAX_VALUE && stamp > from + LONG_AGO) {
            only(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return stamp >= from && stamp < until;
    }

    private int take(Packet[] burst, int n, int limit) {
        if (!ring.cut()) {
            return take(ring.memory(), ring.frame(), ring.frame() + ring.captured(), burst, n, limit);
        }
        int bytes = ring.copied() ? ring.readWhole(whole) : 0;
        return bytes > VnetHeader.BYTES ? take(whole, VnetHeader.BYTES, bytes, burst, n, limit) : refuse(n);
    }

    private int take(MemorySegment s, long frame, long end, Packet[] burst, int n, int limit) {
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
        long at = packet.start();
        if (length > packet.tailroom()) {
            return false;
        }
        MemorySegment.copy(s, frame, packet.memory(), at, length);
        packet.end(at + length);
        if (VnetHeader.partialChecksum(s, frame) && !complete(s, frame, packet)) {
            packet.end(at);
            return false;
        }
        tag(packet);
        return true;
    }

    private static boolean complete(MemorySegment s, long frame, Packet packet) {
        return PartialChecksum.complete(
                packet.memory(),
                packet.start() + VnetHeader.checksumStart(s, frame),
                VnetHeader.checksumOffset(s, frame),
                packet.end());
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

    @Override
    public boolean passed(long until) {
        var now = clock.instant();
        if (now.getEpochSecond() * SECOND + now.getNano() - LATE <= until) {
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
        only(Long.MIN_VALUE, Long.MAX_VALUE);
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
