package inaba.link.pcap;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A worker of a test: counts how often each numbered frame comes.
final class Seen implements AutoCloseable {
    private static final int BURST = 64;
    private static final int ROOM = 2048;
    private static final int HEADROOM = 64;
    private static final long WAIT_NANOS = 5_000_000;

    private final Receiver receiver;
    private final int[] times;
    private final AtomicInteger total = new AtomicInteger();
    private final Thread thread;
    private volatile long askedFor = Long.MAX_VALUE;
    private volatile boolean passed;
    private volatile boolean stopped;

    Seen(Receiver receiver, int frames) {
        this.receiver = receiver;
        this.times = new int[frames];
        this.thread = Thread.ofPlatform().name("seen").start(this::run);
    }

    static Packet[] burst() {
        Packet[] burst = new Packet[BURST];
        Arrays.setAll(burst, _ -> new Packet(Arena.ofAuto().allocate(ROOM, 64), 0, ROOM).reset(HEADROOM));
        return burst;
    }

    private void run() {
        var burst = burst();
        while (!stopped) {
            int n = receiver.receive(burst, burst.length);
            for (int i = 0; i < n; i++) {
                count(Numbered.of(burst[i]));
                burst[i].reset(HEADROOM);
            }
            if (n == 0) {
                passed = passed || (askedFor != Long.MAX_VALUE && receiver.passed(askedFor));
                receiver.await(WAIT_NANOS);
            }
        }
    }

    private void count(int number) {
        if (number >= 0) {
            times[number]++;
            total.incrementAndGet();
        }
    }

    /// True once the receiver has handed over all before the instant.
    boolean passed(long until) {
        askedFor = until;
        return passed;
    }

    int total() {
        return total.get();
    }

    /// Once closed.
    int[] times() {
        return times;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
