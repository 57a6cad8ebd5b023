package inaba.bench.forward;

import inaba.lab.Frames;
import inaba.lab.Generator;
import inaba.lab.Processors;
import inaba.linux.PacketSocket;
import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A steady stream through a router, sent and received by one thread, that sees the longest time in which nothing came.
final class Stream implements AutoCloseable {
    private static final int BATCH = 16;
    /// What it may be behind with. More, after others had its processor, it does not make up for: that would be another
    /// rate.
    private static final long BEHIND = 10_000_000;
    private static final long SETTLING = 200_000_000;

    private final Arena arena = Arena.ofShared();
    private final Frames frames;
    private final long perSecond;
    private final PacketSocket socket;
    private final Sink sink;
    private final Thread thread;
    private volatile boolean ended;
    /// When it would have begun, had it never been late.
    private long start;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong gap = new AtomicLong();

    Stream(Topology topology, Router router, Traffic traffic, int bytes, long perSecond)
            throws IOException, InterruptedException {
        var path = router.path();
        this.perSecond = perSecond;
        frames = traffic.frames(bytes, path.mac());
        socket = topology.sender().call(() -> Generator.open(path.from()));
        sink = new Sink(topology, path, arena);
        thread = Thread.ofPlatform().name("stream").daemon().start(this::run);
    }

    private void run() {
        try (var scratch = Arena.ofConfined()) {
            Processors.stayOnFirst(scratch);
            start = System.nanoTime();
            long last = start;
            long ending = 0;
            while (ending == 0 || last - ending < SETTLING) {
                if (!ended) {
                    send();
                } else if (ending == 0) {
                    ending = System.nanoTime();
                }
                int n = sink.take();
                long now = System.nanoTime();
                if (n > 0) {
                    received.addAndGet(n);
                    gap.accumulateAndGet(now - last, Math::max);
                }
                last = n > 0 || ended ? now : last;
            }
        }
    }

    private void send() {
        double perNano = perSecond / 1e9;
        long due = (long) ((System.nanoTime() - start) * perNano) - sent.get();
        long late = (long) (due / perNano) - BEHIND;
        if (late > 0) {
            start += late;
        }
        int first = (int) (sent.get() % frames.count());
        int count = (int) Math.min(Math.min(due, BATCH), frames.count() - first);
        if (count > 0) {
            sent.addAndGet(Math.max(0, Sys.sendmmsg(socket.fd(), frames.messages(first), count, 0)));
        }
    }

    /// Lets it go on for a while.
    void flow(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    /// The longest time between two arrivals since the last call, microseconds.
    double gapMicros() {
        return gap.getAndSet(0) / 1e3;
    }

    long sent() {
        return sent.get();
    }

    /// Packets that were sent and did not come; exact once it has ended.
    long lost() {
        return sent.get() - received.get();
    }

    /// Ends the stream and waits for what is under way.
    void end() throws InterruptedException {
        ended = true;
        thread.join();
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
        socket.close();
        arena.close();
    }
}
