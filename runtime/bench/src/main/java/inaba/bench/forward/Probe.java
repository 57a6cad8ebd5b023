package inaba.bench.forward;

import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.packet.Packet;
import inaba.link.packet.PacketDriver;
import inaba.linux.PacketSocket;
import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Single packets through a router: sent on one side, awaited on the other by a thread that spins.
final class Probe implements AutoCloseable {
    private static final int ROOM = 2304;
    private static final long LOST = 50_000_000;
    private static final long PAUSE = 500_000;

    private final Arena arena = Arena.ofShared();
    private final Router router;
    private final int bytes;
    private final Frames frames;
    private final PacketSocket socket;
    private final Port sink;
    private final Packet[] seen = new Packet[16];
    private final List<Long> nanos = new ArrayList<>();
    private int lost;

    Probe(Topology topology, Router router, Traffic traffic, int bytes) throws IOException, InterruptedException {
        this.router = router;
        this.bytes = bytes;
        var path = router.path();
        frames = traffic.frames(bytes, path.mac());
        socket = topology.sender().call(() -> Generator.open(path.from()));
        var options =
                new PortOptions(path.to(), null, topology.network().folder().resolve("sink"), true, true);
        sink = topology.sink().call(() -> open(path.to(), options));
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new Packet(arena.allocate(ROOM, 64), 0, ROOM);
        }
    }

    private static Port open(String device, PortOptions options) throws IOException {
        try {
            return new PacketDriver().open(device, options, () -> {});
        } catch (LinkException e) {
            throw new IOException(e);
        }
    }

    String router() {
        return router.name();
    }

    int lost() {
        return lost;
    }

    /// Sends so many, with pauses in which a router may fall asleep.
    void send(int count) {
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(PAUSE);
            long began = System.nanoTime();
            Sys.sendmmsg(socket.fd(), frames.messages(i % frames.count()), 1, 0);
            long took = arrival(began) - began;
            if (took < LOST) {
                nanos.add(took);
            } else {
                lost++;
            }
        }
    }

    private long arrival(long began) {
        while (true) {
            for (var packet : seen) {
                packet.reset(0);
            }
            int n = sink.receiver(0).receive(seen, seen.length);
            long now = System.nanoTime();
            for (int i = 0; i < n; i++) {
                if (seen[i].length() == bytes) {
                    return now;
                }
            }
            if (now - began >= LOST) {
                return now;
            }
        }
    }

    /// What came before was a warm-up.
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
