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
    private static final List<Integer> LOADS = List.of(0, 10, 50); // per cent
    private static final int BYTES = 78;
    private static final int WARM_UP = 500;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, run.chosen("drivers", ROUTERS))) {
            var cells = new ArrayList<Cell>();
            try {
                for (var router : inventory.routers()) {
                    router.add(ROUTES);
                    cells.add(cell(topology, router));
                }
                measure(run, cells);
            } finally {
                cells.forEach(cell -> cell.probe.close());
            }
        }
        return true;
    }

    /// @param most packets a second
    private record Cell(Probe probe, double most) {}

    private static Cell cell(Topology topology, Router router) throws IOException, InterruptedException {
        var traffic = new Traffic(ROUTES);
        var most = new Flood(topology, router)
                .warmUp(new SocketSource(topology.sender()), traffic, BYTES)
                .received();
        var probe = new Probe(topology, router, traffic, BYTES);
        probe.send(WARM_UP, 0);
        return new Cell(probe, most);
    }

    private static void measure(Run run, List<Cell> cells) throws InterruptedException {
        run.out()
                .printf(Locale.ROOT, "%-12s %6s %8s %8s %8s %8s%n", "router", "load", "p50 us", "p99", "p99.9", "lost");
        for (int load : run.chosenNumbers("loads", LOADS)) {
            for (var cell : cells) {
                cell.probe.forget();
            }
            int rounds = run.full() ? 20 : 4;
            for (int round = 0; round < rounds; round++) {
                for (var cell : cells) {
                    cell.probe.send(run.full() ? 2_000 : 300, (long) (cell.most * load / 100));
                }
            }
            cells.forEach(cell -> print(run, cell.probe, load));
        }
    }

    private static void print(Run run, Probe probe, int load) {
        run.out()
                .printf(
                        Locale.ROOT,
                        "%-12s %4d %% %8.1f %8.1f %8.1f %8d%n",
                        probe.router(),
                        load,
                        probe.micros(0.5),
                        probe.micros(0.99),
                        probe.micros(0.999),
                        probe.lost());
        run.results()
                .add(
                        "benchmark", "latency",
                        "router", probe.router(),
                        "load", load,
                        "p50Micros", probe.micros(0.5),
                        "p99Micros", probe.micros(0.99),
                        "p999Micros", probe.micros(0.999),
                        "lost", probe.lost());
    }
}
