package inaba.core;

import inaba.api.link.Port;
import inaba.core.count.Board;
import inaba.core.link.Links;
import inaba.core.packet.Pool;
import inaba.core.path.Control;
import inaba.core.path.Quiescence;
import inaba.core.path.Worker;
import inaba.core.slot.Faults;
import inaba.wire.EthernetHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The workers of all links: one for each receive queue of a port.
final class Workforce implements Links.Staff {
    /// A VLAN tag may come with the largest frame.
    private static final int FRAME_OVERHEAD = EthernetHeader.BYTES + 4;

    private final Publisher publisher;
    private final Board board;
    private final Faults faults;
    private final Pool pool;
    private final Quiescence quiescence;
    private final Control control;
    private final LongSupplier clock;
    private final Runnable wakeLoop;
    private final Consumer<Worker> starter;
    private final List<Worker> working = new CopyOnWriteArrayList<>();
    private volatile long spinNanos;

    /// @param clock nanoseconds
    /// @param starter starts workers: [Worker#start], or what serves them in simulated time
    Workforce(
            Publisher publisher,
            Board board,
            Faults faults,
            Pool pool,
            Quiescence quiescence,
            Control control,
            LongSupplier clock,
            Runnable wakeLoop,
            Consumer<Worker> starter) {
        this.publisher = publisher;
        this.board = board;
        this.faults = faults;
        this.pool = pool;
        this.quiescence = quiescence;
        this.control = control;
        this.clock = clock;
        this.wakeLoop = wakeLoop;
        this.starter = starter;
    }

    /// How long workers stay awake after a packet. Any thread.
    void spin(Duration spin) {
        spinNanos = spin.toNanos();
    }

    @Override
    public List<Worker> hire(String name, int link, Port port, int mtu) {
        var workers = new ArrayList<Worker>();
        for (int queue = 0; queue < port.queues(); queue++) {
            workers.add(new Worker(
                    name + '/' + queue,
                    link,
                    port.receiver(queue),
                    publisher::published,
                    board,
                    faults,
                    pool,
                    mtu + FRAME_OVERHEAD,
                    clock,
                    () -> spinNanos,
                    wakeLoop));
        }
        return List.copyOf(workers);
    }

    @Override
    public void begin(List<Worker> workers) {
        publisher.planDue();
        publisher.publish();
        for (var worker : workers) {
            quiescence.add(worker);
            control.add(worker.ring());
            working.add(worker);
            starter.accept(worker);
        }
    }

    @Override
    public void stop(List<Worker> workers) {
        workers.forEach(Worker::stop);
    }

    /// Those that serve now. Any thread.
    List<Worker> working() {
        return working;
    }

    @Override
    public void end(List<Worker> workers, Runnable settled) {
        for (var worker : workers) {
            working.remove(worker);
            quiescence.remove(worker);
            control.remove(worker.ring());
        }
        publisher.republishThen(settled);
    }
}
