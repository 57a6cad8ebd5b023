package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Json;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `latency`: how long a packet takes from the sender's system call to the sink's ring, one at a time.
///
/// Routers take turns within a round; what is printed are percentiles over all rounds.
public final class LatencyBenchmark implements Benchmark {
    private static final List<String> DRIVERS = List.of("packet", "xdp", "pcap");
    private static final List<Prefix> ROUTES = List.of(Prefix.parse("2000::/3"));
    private static final int BYTES = 78;
    private static final int WARM_UP = 5_000;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        var routers = new ArrayList<Router>();
        var probes = new ArrayList<Probe>();
        try (var topology = Topology.open()) {
            try {
                routers.add(new LinuxRouter(topology));
                for (var driver : run.chosen("drivers", DRIVERS)) {
                    routers.add(new InabaRouter(topology, driver));
                }
                if (Tools.available()) {
                    routers.add(new CRouter(topology));
                }
                for (var router : routers) {
                    router.add(ROUTES);
                    var probe = new Probe(topology, router, new Traffic(ROUTES), BYTES);
                    probes.add(probe);
                    probe.send(WARM_UP);
                    probe.forget();
                }
                measure(run, probes);
            } finally {
                probes.forEach(Probe::close);
                for (var router : routers) {
                    router.close();
                }
            }
        }
        return true;
    }

    private static void measure(Run run, List<Probe> probes) {
        int rounds = run.full() ? 20 : 5;
        for (int round = 0; round < rounds; round++) {
            probes.forEach(probe -> probe.send(run.full() ? 2_000 : 500));
        }
        run.out().printf(Locale.ROOT, "%-8s %8s %8s %8s %8s%n", "router", "p50 us", "p99", "p99.9", "lost");
        for (var probe : probes) {
            run.out()
                    .printf(
                            Locale.ROOT,
                            "%-8s %8.1f %8.1f %8.1f %8d%n",
                            probe.router(),
                            probe.micros(0.5),
                            probe.micros(0.99),
                            probe.micros(0.999),
                            probe.lost());
            run.results()
                    .add(Json.object(
                            "benchmark", "latency",
                            "router", probe.router(),
                            "p50Micros", probe.micros(0.5),
                            "p99Micros", probe.micros(0.99),
                            "p999Micros", probe.micros(0.999),
                            "lost", probe.lost()));
        }
    }
}
