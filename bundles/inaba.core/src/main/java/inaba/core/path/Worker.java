package inaba.core.path;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.core.count.Board;
import inaba.core.count.Tally;
import inaba.core.loop.Step;
import inaba.core.packet.Pool;
import inaba.core.slot.Faults;
import inaba.linux.Niceness;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One receive queue and the thread that serves it: receives a burst, takes each packet to its end, sends, and begins
/// anew.
public final class Worker implements Quiescence.Participant {
    private static final int BURST = 64;
    /// Large packets are few, and each worker keeps a burst of them ready.
    private static final int LARGE_BURST = 16;
    private static final long WAIT_NANOS = 20_000_000;
    /// So long it is in haste: what takes over from another serves what waited, while code is still being compiled.
    private static final long HASTE_NANOS = 3_000_000_000L;

    private final int link;
    private final Receiver receiver;
    private final Supplier<Plan> plans;
    private final Board board;
    private final Faults faults;
    private final Pool.Cache cache;
    private final Tally tally;
    private final EventRing ring;
    private final Sender sender;
    private final Path path;
    private final Packet[] burst;
    private final int packetBytes;
    private final LongSupplier clock;
    private final Runnable wakeLoop;
    /// Odd while a burst is under way.
    private final AtomicLong turn = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Runnable whenEnded;
    private volatile @Nullable End end;
    private int ready;
    private final Idleness idleness;
    private boolean sleepy;
    private @Nullable End limited;

    /// @param plans gives the present plan; one volatile read
    /// @param packetBytes the longest frame that the link can carry
    /// @param clock nanoseconds
    /// @param awake nanoseconds for which it stays awake after a packet
    /// @param wakeLoop tells the control loop that its ring has something
    public Worker(
            String name,
            int link,
            Receiver receiver,
            Supplier<Plan> plans,
            Board board,
            Faults faults,
            Pool pool,
            int packetBytes,
            LongSupplier clock,
            LongSupplier awake,
            Runnable wakeLoop) {
        this.link = link;
        this.receiver = receiver;
        this.plans = plans;
        this.board = board;
        this.faults = faults;
        this.cache = pool.cache();
        this.tally = board.tally();
        this.ring = new EventRing(cache::give, this::isNeighbor, new Policer(this::isKnown, clock));
        this.sender = new Sender(ring, cache, tally, faults, null);
        this.path = new Path(tally, cache, sender, ring, faults, null);
        this.packetBytes = packetBytes;
        this.burst = new Packet[packetBytes > Pool.SMALL ? LARGE_BURST : BURST];
        this.clock = clock;
        this.wakeLoop = wakeLoop;
        this.idleness = new Idleness(awake, clock);
        this.thread = Thread.ofPlatform().name("inaba-" + name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// A stranger who sends in the name of a neighbour does so with another MAC, or can do whatever that one can.
    private boolean isNeighbor(Packet packet) {
        var memory = packet.memory();
        long from = packet.network() + Ipv6Header.SOURCE;
        var neighbor = plans.get()
                .adjacencies()
                .get(packet.link(), Ipv6Address.high(memory, from), Ipv6Address.low(memory, from));
        long frame = packet.network() - EthernetHeader.BYTES;
        return neighbor != null && neighbor.mac() == MacAddress.value(memory, frame + MacAddress.BYTES);
    }

    /// Ends the thread after its burst, and waits for it. It serves no burst more, whoever calls.
    public void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        receiver.wakeup();
        if (thread.getState() == Thread.State.NEW) {
            close(); // nobody else will
        } else if (Thread.currentThread() != thread) {
            try {
                thread.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Gives up a thread that does not come back from a burst. Should it ever, it ends after that burst.
    ///
    /// @param ended run by it then
    public void abandon(Runnable ended) {
        whenEnded = ended;
        stopped = true;
    }

    /// The link that it serves.
    public int link() {
        return link;
    }

    /// The thread, for who watches it.
    public Thread thread() {
        return thread;
    }

    public EventRing ring() {
        return ring;
    }

    public Receiver receiver() {
        return receiver;
    }

    /// Takes frames stamped before the instant only.
    ///
    /// @param instant nanoseconds since 1970
    /// @return completed once all of them were taken
    public CompletableFuture<Void> until(long instant) {
        var wanted = new End(instant, new CompletableFuture<>());
        end = wanted;
        receiver.wakeup();
        return wanted.reached;
    }

    /// Takes all frames again: nobody takes over.
    public void resume() {
        end = null;
        receiver.wakeup();
    }

    @Override
    public long turn() {
        return turn.get();
    }

    /// One burst: also called by a harness that has no threads.
    ///
    /// @return packets received
    public int once() {
        if (stopped) {
            return 0;
        }
        turn.incrementAndGet();
        try {
            return burst();
        } finally {
            turn.incrementAndGet();
        }
    }

    private int burst() {
        var plan = plans.get();
        var view = plan.link(link);
        sender.plan(plan);
        refill();
        int received = receiver.receive(burst, ready);
        if (received > 0) {
            try {
                if (view == null) {
                    discard(received);
                } else {
                    serve(plan, view, received);
                }
            } finally { // whatever happened, they are no longer here
                ready -= received;
                System.arraycopy(burst, received, burst, 0, ready);
            }
            sender.flush();
            receiver.release();
        }
        if (!ring.isEmpty()) {
            wakeLoop.run();
        }
        return received;
    }

    private boolean isKnown(int neighborLink, long high, long low) {
        return plans.get().adjacencies().get(neighborLink, high, low) != null;
    }

    private void serve(Plan plan, LinkView view, int received) {
        for (var tap : plan.taps()) {
            for (int i = 0; i < received; i++) {
                var packet = burst[i];
                try {
                    tap.frame(link, false, packet.memory(), packet.start(), packet.length());
                } catch (RuntimeException | Error thrown) {
                    faults.caught(tap, thrown);
                }
            }
        }
        for (int i = 0; i < received; i++) {
            path.frame(plan, view, burst[i]);
        }
    }

    private void discard(int received) {
        for (int i = 0; i < received; i++) {
            cache.give(burst[i]);
        }
    }

    /// Who rests keeps no packet from others: also called by a harness that has no threads.
    public void giveBack() {
        while (ready > 0) {
            cache.give(burst[--ready]);
        }
    }

    private void refill() {
        while (ready < burst.length) {
            var packet = cache.take(packetBytes);
            if (packet == null) {
                return;
            }
            burst[ready++] = packet;
        }
    }

    private void run() {
        cache.prepare();
        var turn = Step.of(this::turnOnce);
        var await = Step.await(receiver, WAIT_NANOS);
        if (!Niceness.farAhead()) {
            Niceness.ahead();
        }
        for (long began = clock.getAsLong(); !stopped && clock.getAsLong() - began < HASTE_NANOS; ) {
            work(turn, await);
        }
        Niceness.ahead();
        while (!stopped) {
            work(turn, await);
        }
        close();
        var ended = whenEnded;
        if (ended != null) {
            ended.run();
        }
    }

    private void work(Step turn, Step await) {
        turn.run();
        if (sleepy) {
            rest(await);
        }
    }

    private void turnOnce() {
        try {
            limit();
            int received = once();
            if (limited != null && received == 0 && receiver.passed(limited.instant)) {
                limited.reached.complete(null);
            }
            sleepy = idleness.after(received);
            if (received == 0 && !sleepy) {
                Thread.onSpinWait();
            }
        } catch (RuntimeException | Error thrown) {
            faults.caught(receiver, thrown);
            idleness.tired();
            sleepy = true;
        }
    }

    private void limit() {
        var wanted = end;
        if (wanted != limited) {
            receiver.only(Long.MIN_VALUE, wanted == null ? Long.MAX_VALUE : wanted.instant);
            limited = wanted;
        }
    }

    private void rest(Step await) {
        giveBack();
        try {
            await.run();
        } catch (RuntimeException | Error thrown) {
            faults.caught(receiver, thrown);
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    private void close() {
        sender.close();
        giveBack();
        cache.drain();
        board.retire(tally);
    }

    /// The instant at which another takes over.
    private record End(long instant, CompletableFuture<Void> reached) {}
}
