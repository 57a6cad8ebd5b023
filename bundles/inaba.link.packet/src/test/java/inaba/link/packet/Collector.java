package inaba.link.packet;

import inaba.api.link.Receiver;
import inaba.wire.Layouts;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// A worker of a test: counts how often each numbered frame comes.
final class Collector implements AutoCloseable {
    private static final int ETHER_TYPE_AT = 12;
    private static final int EXPERIMENT = 0x88b5;
    private static final int NUMBER_AT = 14;

    private final Receiver receiver;
    private final int[] times;
    private final AtomicInteger seen;
    private final Thread thread;
    private volatile long askedFor = Long.MAX_VALUE;
    private final CompletableFuture<Void> passed = new CompletableFuture<>();
    private volatile boolean stopped;

    Collector(Receiver receiver, int[] times, AtomicInteger seen) {
        this.receiver = receiver;
        this.times = times;
        this.seen = seen;
        thread = Thread.ofPlatform().name("collector").start(this::run);
    }

    private void run() {
        try (var arena = Arena.ofConfined()) {
            var burst = Bursts.of(arena);
            while (!stopped) {
                int n = Bursts.receive(receiver, burst);
                for (int i = 0; i < n; i++) {
                    var p = burst[i];
                    if (Layouts.u16(p.memory(), p.start() + ETHER_TYPE_AT) == EXPERIMENT) {
                        times[(int) Layouts.u32(p.memory(), p.start() + NUMBER_AT)]++;
                        seen.incrementAndGet();
                    }
                }
                if (n == 0 && receiver.passed(askedFor)) {
                    passed.complete(null);
                }
                if (n == 0) {
                    receiver.await(1_000_000);
                }
            }
        }
    }

    /// True once the receiver has handed over all before the instant.
    boolean passed(long until) {
        askedFor = until;
        return passed.isDone();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
