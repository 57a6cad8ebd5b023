package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `latency`: how long a packet takes from the sender's system call to the sink's ring: alone, and among others at a
/// tenth and at half of what the router can forward.
///
/// Routers take turns within a round; what is printed are percentiles over all rounds.
public final class LatencyBenchmark implements Benchmark {
    private static final List<String> ROUTERS =
            List.of("packet", "packet-spin", "xdp", "xdp-spin", "pcap", "pcap-spin", "c", "c-xdp");
    private static final List<Prefix> ROUTES = List.of(Prefix.parse("2000::/3"));
    /// Per cent of what the router can.
    public static final int ALONE = 0;

    /// Per cent of what the router can.
    public static final int LOW = 10;

    private static final List<Integer> LOADS = List.of(ALONE, LOW, 50);
    private static final long MOST_MILLIS = 300;
    private static final int BYTES = 78;
    private static final int WARM_UP = 200;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, run.chosen("drivers", ROUTERS))) {
            var cells = new ArrayList<Cell>();
            try {
                var traffic = new Traffic(ROUTES);
                for (var router : inventory.routers()) {
                    router.add(ROUTES);
                    var most = new Flood(topology, router).warmUp(new SocketSource(topology.sender()), traffic, BYTES);
                    cells.add(cell(topology, router, router.name(), traffic, most));
                }
                header(run);
                measure(run, cells, run.chosenNumbers("loads", LOADS));
            } finally {
                cells.forEach(Cell::close);
            }
        }
        return true;
    }

    /// Through routers that have worked before: alone and at a low load while their workers sleep in pauses, and alone
    /// while they stay awake.
    static void asleepAndAwake(Run run, Topology topology, List<InabaRouter> routers, Traffic traffic)
            throws IOException, InterruptedException {
        header(run);
        var cells = new ArrayList<Cell>();
        try {
            for (var router : routers) {
                var most = new Flood(topology, router)
                        .measure(new SocketSource(topology.sender()), traffic, BYTES, MOST_MILLIS);
                cells.add(cell(topology, router, router.name(), traffic, most));
            }
            measure(run, cells, List.of(ALONE, LOW));
            for (var router : routers) {
                router.spin(true);
            }
            for (var cell : cells) {
                cell.probe.send(WARM_UP, 0);
            }
            measure(run, cells.stream().map(Cell::awake).toList(), List.of(ALONE));
            for (var router : routers) {
                router.spin(false);
            }
        } finally {
            cells.forEach(Cell::close);
        }
    }

    /// @param most packets a second
    private record Cell(String name, Probe probe, double most) implements AutoCloseable {
        Cell awake() {
            return new Cell(name + InabaRouter.SPIN, probe, most);
        }

        @Override
        public void close() {
            probe.close();
        }
    }

    private static Cell cell(Topology topology, Router router, String name, Traffic traffic, Flood.Rate most)
            throws IOException, InterruptedException {
        var probe = new Probe(topology, router, traffic, BYTES);
        probe.send(WARM_UP, 0);
        return new Cell(name, probe, most.received());
    }

    private static void header(Run run) {
        run.out()
                .printf(Locale.ROOT, "%-12s %6s %8s %8s %8s %8s%n", "router", "load", "p50 us", "p99", "p99.9", "lost");
    }

    private static void measure(Run run, List<Cell> cells, List<Integer> loads) throws InterruptedException {
        for (int load : loads) {
            for (var cell : cells) {
                cell.probe.forget();
            }
            int rounds = run.full() ? 20 : 4;
            for (int round = 0; round < rounds; round++) {
                for (var cell : cells) {
                    cell.probe.send(run.full() ? 2_000 : 200, (long) (cell.most * load / 100));
                }
            }
            cells.forEach(cell -> print(run, cell.name, cell.probe, load));
        }
    }

    private static void print(Run run, String router, Probe probe, int load) {
        run.out()
                .printf(
                        Locale.ROOT,
                        "%-12s %4d %% %8.1f %8.1f %8.1f %8d%n",
                        router,
                        load,
                        probe.micros(0.5),
                        probe.micros(0.99),
                        probe.micros(0.999),
                        probe.lost());
        run.results()
                .add(
                        "benchmark", "latency",
                        "router", router,
                        "load", load,
                        "p50Micros", probe.micros(0.5),
                        "p99Micros", probe.micros(0.99),
                        "p999Micros", probe.micros(0.999),
                        "lost", probe.lost());
    }
}
