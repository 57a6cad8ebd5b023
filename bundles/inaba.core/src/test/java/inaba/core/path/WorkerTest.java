package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.link.Receiver;
import inaba.api.packet.Packet;
import inaba.core.count.Board;
import inaba.core.packet.Pool;
import inaba.core.slot.Faults;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final Faults faults = new Faults();
    private final Pool pool = new Pool(1024, 64);
    private final Flood flood = new Flood();
    private final Plan plan = Plans.of(faults, new LinkView[0]);
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
}
