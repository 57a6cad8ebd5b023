package inaba.bench.forward;

import inaba.lab.Frames;
import inaba.lab.Generator;
import inaba.lab.Processors;
import inaba.linux.PacketSocket;
import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Single packets through a router, alone or among others: sent on one side, awaited on the other by the same thread,
/// which spins.
final class Probe implements AutoCloseable {
    private static final int BATCH = 16;
    private static final int LONGER = 8; // than the packets around it: so it is known
    private static final long LOST = 50_000_000;
    private static final long PAUSE = 500_000;

    private final Arena arena = Arena.ofShared();
    private final int bytes;
    private final Frames frames;
    private final Frames others;
    private final PacketSocket socket;
    private final Sink sink;
    private final List<Long> nanos = new ArrayList<>();
    private int lost;

    Probe(Topology topology, Router router, Traffic traffic, int bytes) throws IOException, InterruptedException {
        this.bytes = bytes + LONGER;
        var path = router.path();
        others = traffic.frames(bytes, path.mac());
        frames = traffic.frames(this.bytes, path.mac());
        socket = topology.sender().call(() -> Generator.open(path.from()));
        sink = new Sink(topology, path, arena);
    }

    int lost() {
        return lost;
    }

    /// Sends so many, with pauses in which a router may fall asleep.
    ///
    /// @param perSecond other packets, all the while
    void send(int count, long perSecond) throws InterruptedException {
        var thread = Thread.ofPlatform().name("probe").start(() -> {
            try (var scratch = Arena.ofConfined()) {
                Processors.stayOnFirst(scratch);
                sendAll(count, perSecond);
            }
        });
        thread.join();
    }

    private void sendAll(int count, long perSecond) {
        long start = System.nanoTime();
        long sent = 0;
        long next = start + PAUSE;
        long began = 0;
        for (int probes = 0; probes < count || began != 0; ) {
            long now = System.nanoTime();
            long due = (long) ((now - start) * (perSecond / 1e9)) - sent;
            sent += send(others, (int) (sent % others.count()), (int) Math.min(due, BATCH));
            if (began == 0 && now >= next) {
                began = System.nanoTime();
                send(frames, probes % frames.count(), 1);
                probes++;
            } else if (began == 0 && perSecond == 0) {
                LockSupport.parkNanos(next - now);
            }
            if (sink.arrived(bytes) && began != 0) {
                nanos.add(System.nanoTime() - began);
                began = 0;
            } else if (began != 0 && System.nanoTime() - began > LOST) {
                lost++;
                began = 0;
            }
            if (began == 0 && next <= now) {
                next = System.nanoTime() + PAUSE;
            }
        }
    }

    private int send(Frames what, int first, int count) {
        int most = Math.min(count, what.count() - first);
        return most <= 0 ? 0 : Math.max(0, Sys.sendmmsg(socket.fd(), what.messages(first), most, 0));
    }

    /// What came before is forgotten.
    void forget() {
        nanos.clear();
        lost = 0;
    }

    /// @param part 0.5 = half of the packets took no longer
    double micros(double part) {
        Collections.sort(nanos);
        return nanos.isEmpty() ? Double.NaN : nanos.get((int) (part * (nanos.size() - 1))) / 1e3;
    }

    @Override
    public void close() {
        sink.close();
        socket.close();
        arena.close();
    }
}
