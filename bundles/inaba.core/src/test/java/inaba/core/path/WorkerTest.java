package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.hook.Hook;
import inaba.api.hook.Tap;
import inaba.api.link.Receiver;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.api.time.ManualTime;
import inaba.core.count.Board;
import inaba.core.neighbor.Adjacencies;
import inaba.core.neighbor.Adjacency;
import inaba.core.packet.Pool;
import inaba.core.route.NextHops;
import inaba.core.route.PlainFib;
import inaba.core.slot.Faults;
import inaba.core.table.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final Faults faults = new Faults();
    private final Pool pool = new Pool(1024, 64);
    private final Flood flood = new Flood();
    private final Plan plan = plan();
    private final Worker worker = new Worker(
            "test/0", 1, flood, () -> plan, new Board(), faults, pool, 1514, System::nanoTime, () -> 0, () -> {});

    @Test
    void aWorkerThatWasStoppedReceivesNothingMoreAndKeepsNothing() {
        assertEquals(64, worker.once());
        worker.stop();
        assertEquals(0, worker.once());
        assertEquals(0, worker.turn() & 1);
        assertEquals(1, flood.bursts);
        assertEquals(0, pool.outstanding());
        worker.stop();
        assertEquals(0, pool.outstanding());
    }

    @Test
    void aStoppedThreadEndsThoughFramesKeepComing() {
        worker.start();
        while (flood.bursts < 10) {
            Thread.onSpinWait();
        }
        worker.stop();
        int last = flood.bursts;
        assertEquals(0, worker.once());
        assertEquals(last, flood.bursts);
        assertEquals(0, pool.outstanding());
    }

    /// A port on which frames wait always.
    private static final class Flood implements Receiver {
        private volatile int bursts;

        @Override
        public int receive(Packet[] burst, int limit) {
            bursts = bursts + 1;
            return limit;
        }

        @Override
        public void await(long nanos) {}

        @Override
        public void wakeup() {}

        @Override
        public long missed() {
            return 0;
        }
    }

    private Plan plan() {
        var time = new ManualTime();
        var neighbors = new Rows<NeighborKey, NeighborRow>("neighbors", 8, time, faults, List.of());
        var outlet = new Adjacencies.Outlet() {
            @Override
            public void send(Adjacency adjacency, Packet packet) {}

            @Override
            public void drop(Packet packet, DropReason reason) {}
        };
        return new Plan(
                new LinkView[0],
                new int[0],
                new LocalAddresses.Builder().build(1),
                new Tunneling(
                        new Tunneling.Takers(),
                        new Tunneling.Takers(),
                        HeaderLimits.NONE,
                        PlainFib.of(List.of()),
                        PlainFib.of(List.of()),
                        new Tunneling.Seeds(1)),
                null,
                new NextHops(),
                new Adjacencies(1, neighbors, _ -> false, outlet, faults),
                new Hook[0],
                new Hook[0],
                new Hook[0],
                new Tap[0],
                new Ipv4Settings(true, false, time));
    }
}
