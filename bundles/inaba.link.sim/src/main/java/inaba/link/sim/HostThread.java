package inaba.link.sim;

import inaba.api.packet.FrameRing;
import inaba.api.time.Time;
import inaba.link.sim.host.Host;
import inaba.link.sim.host.Identity;
import inaba.wire.EthernetHeader;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of one simulated host: hands it frames and runs its timers.
final class HostThread implements Station, Time {
    private static final Logger LOG = LoggerFactory.getLogger(HostThread.class);
    private static final int FRAMES = 256;
    private static final long LONGEST_SLEEP = Duration.ofMinutes(1).toNanos();

    private final FrameRing frames;
    private final Wire wire;
    private final Host host;
    private final String name;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long order;
    private volatile boolean stopping;

    HostThread(SimDevice device, int number, Wire wire) {
        this.frames = new FrameRing(FRAMES, EthernetHeader.BYTES + device.mtu());
        this.wire = wire;
        this.host = new Host(
                Identity.number(number),
                device.mtu(),
                this,
                new SecureRandom(),
                (frame, at, length) -> wire.carry(this, frame, at, length));
        this.name = "sim-" + device.wire() + "-host-" + number;
    }

    void start() {
        wire.plug(this);
        Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    @Override
    public void arrive(MemorySegment frame, long at, int length) {
        frames.offer(frame, at, length, 0, 0); // a host that is too slow loses frames, as any would
    }

    /// Returns at once; the thread ends by itself.
    void stop() {
        stopping = true;
        frames.wakeup();
    }

    private void run() {
        attempt(host::start);
        while (!stopping) {
            runDue();
            receive();
            if (!frames.next() && !stopping) {
                frames.await(untilNext());
            }
        }
        wire.unplug(this);
    }

    private void receive() {
        while (frames.next()) {
            attempt(() -> host.receive(frames.memory(), frames.at(), frames.length()));
            frames.release();
        }
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.error("{}: fails", name, bug);
        }
    }

    private void runDue() {
        for (var next = due.peek(); next != null && next.at - nanos() <= 0; next = due.peek()) {
            due.remove();
            attempt(next.task);
        }
    }

    private long untilNext() {
        var next = due.peek();
        return next == null ? LONGEST_SLEEP : Math.clamp(next.at - nanos(), 0, LONGEST_SLEEP);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var entry = new Due(nanos() + Math.max(0, delay.toNanos()), order++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    private record Due(long at, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byInstant = Long.signum(at - other.at);
            return byInstant != 0 ? byInstant : Long.compare(order, other.order);
        }
    }
}
