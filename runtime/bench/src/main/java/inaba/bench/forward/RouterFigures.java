package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import java.io.IOException;
import java.util.List;

/// The part of `figures` that takes routers, which are started once for all of it: rates with 1,000 routes, latency,
/// with 200,000 routes a change and those rates that C is to be compared with, and swaps.
public final class RouterFigures implements Benchmark {
    /// Whose latency is measured.
    public static final List<String> LATENCY = List.of("pcap", "packet", "xdp");

    /// At the end of a name: its workers stay awake.
    public static final String AWAKE = InabaRouter.SPIN;

    public static final int LARGE_TABLE = 200_000;

    private static final List<String> ROUTERS = List.of("pcap", "packet", "c", "xdp", "c-xdp", "xdp-generic");
    private static final int SMALL_TABLE = 1_000;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, ROUTERS)) {
            var routers = inventory.routers();
            var floods = ForwardBenchmark.floods(topology, routers);
            var sources = ForwardBenchmark.sources(run, topology);
            var table = new GrowingTable(routers);
            var traffic = table.grow(SMALL_TABLE);
            run.out().println(Cell.HEADER);
            for (var source : sources) {
                ForwardBenchmark.compare(run, floods, source, traffic, SMALL_TABLE);
            }
            run.out().println(Cell.FOOTNOTE);
            LatencyBenchmark.asleepAndAwake(run, topology, ours(routers), traffic);
            large(run, floods, sources, table);
            return SwapBenchmark.figures(run, topology, ours(routers).getFirst(), traffic);
        }
    }

    private static List<InabaRouter> ours(List<Router> routers) {
        return routers.stream()
                .filter(InabaRouter.class::isInstance)
                .map(InabaRouter.class::cast)
                .filter(router -> LATENCY.contains(router.name()))
                .toList();
    }

    private static void large(Run run, List<Flood> all, List<Source> sources, GrowingTable small)
            throws IOException, InterruptedException {
        var floods = all.stream().filter(flood -> isCompared(flood.router())).toList();
        var routers = floods.stream().map(Flood::router).toList();
        var traffic = small.of(routers).grow(LARGE_TABLE);
        ScaleBenchmark.table(run, ours(routers).getFirst(), LARGE_TABLE);
        run.out().println(Cell.HEADER);
        for (var source : sources) {
            if (!source.isLimit()) {
                ForwardBenchmark.compare(run, floods, source, traffic, LARGE_TABLE);
            }
        }
    }

    /// With C, or what others are divided by.
    private static boolean isCompared(Router router) {
        return router instanceof LinuxRouter || ForwardBenchmark.isLimited(router);
    }
}
