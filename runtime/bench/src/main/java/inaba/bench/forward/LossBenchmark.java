package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.RegistryTable;
import inaba.bench.Run;
import inaba.lab.LossSearch;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// `loss`: the fastest rate that each router carries without losing a packet, and with up to 0.5 % lost, found by
/// search (RFC 2544 §26.1), beside Linux in the same round.
public final class LossBenchmark implements Benchmark {
    private static final List<String> ROUTERS = List.of("packet", "xdp", "pcap", "c", "c-xdp");
    private static final double[] ALLOWED = {0, 0.005};
    private static final int BYTES = 78;
    private static final int ROUTES = 1_000;
    private static final int SEED = 1;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, run.chosen("drivers", ROUTERS))) {
            var table = new ArrayList<>(List.of(Prefix.parse("2000::/3")));
            table.addAll(RegistryTable.of(ROUTES - 1, new SplittableRandom(SEED)));
            var traffic = new Traffic(table);
            var floods = new ArrayList<Flood>();
            for (var router : inventory.routers()) {
                router.add(table);
                var flood = new Flood(topology, router);
                flood.warmUp(new SocketSource(topology.sender()), traffic, BYTES);
                floods.add(flood);
            }
            run.out().printf("%-12s %12s %8s %12s %8s%n", "router", "0 % kpps", "/linux", "0.5 % kpps", "/linux");
            measure(run, topology, floods, traffic);
        }
        run.out().println("* as much as the sender sends");
        return true;
    }

    private static void measure(Run run, Topology topology, List<Flood> floods, Traffic traffic)
            throws IOException, InterruptedException {
        int rounds = run.full() ? 5 : 1;
        var found = new double[floods.size()][ALLOWED.length][rounds];
        var limited = new boolean[floods.size()];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < floods.size(); i++) {
                var flood = floods.get(i);
                double most = flood.measure(
                                new SocketSource(topology.sender()), traffic, BYTES, run.full() ? 1_000 : 300)
                        .sent();
                for (int a = 0; a < ALLOWED.length; a++) {
                    found[i][a][round] = LossSearch.search(
                            most,
                            ALLOWED[a],
                            rate -> flood.loss(topology, traffic, BYTES, rate, run.full() ? 2_000 : 200));
                    limited[i] |= found[i][a][round] == most;
                }
            }
        }
        for (int i = 0; i < floods.size(); i++) {
            print(run, floods.get(i).router().name(), found[i], found[0], limited[i]);
        }
    }

    private static void print(Run run, String router, double[][] found, double[][] linux, boolean limited) {
        double[] kpps = new double[ALLOWED.length];
        double[] ratio = new double[ALLOWED.length];
        for (int a = 0; a < ALLOWED.length; a++) {
            kpps[a] = new Series(found[a]).median() / 1e3;
            ratio[a] = Series.ratio(found[a], linux[a]).median();
        }
        run.out()
                .printf(
                        Locale.ROOT,
                        "%-12s %,12.0f %8.2f %,12.0f %8.2f%s%n",
                        router,
                        kpps[0],
                        ratio[0],
                        kpps[1],
                        ratio[1],
                        limited ? " *" : "");
        run.results()
                .add(
                        "benchmark",
                        "loss",
                        "router",
                        router,
                        "bytes",
                        BYTES,
                        "routes",
                        ROUTES,
                        "lossFreeKpps",
                        kpps[0],
                        "lossFreeRatio",
                        ratio[0],
                        "partialKpps",
                        kpps[1],
                        "partialRatio",
                        ratio[1],
                        "limitedBySender",
                        limited);
    }
}
