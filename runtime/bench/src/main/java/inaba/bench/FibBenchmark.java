package inaba.bench;

import inaba.api.route.Fib;
import inaba.route.fib.FibTrial;
import inaba.wire.Prefix;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// `fib`: the lookup algorithms beside one another, on tables of several sizes, for addresses that have a route
/// (`table`) and for addresses from the registries' blocks, most of which have none (`blocks`). Lookups are measured by
/// [FibLookups]; times of building and changing are of the thread's CPU, so that what else the machine does counts
/// little.
final class FibBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(1_000, 200_000, 1_000_000);
    private static final String TABLE = "table";
    private static final String BLOCKS = "blocks";
    private static final List<String> PROBES = List.of(TABLE, BLOCKS);
    private static final String ROW = "%-8s %9s %-7s %12s %8s %10s %10s%n";

    @Override
    public boolean run(Run run) throws IOException {
        run.out().printf(ROW, "fib", "prefixes", "probes", "lookups/s", "MB", "build ms", "update us");
        var names = run.chosen(
                "algorithms",
                FibLookups.ALGORITHMS.stream().map(Fib.Algorithm::name).toList());
        var algorithms = FibLookups.ALGORITHMS.stream()
                .filter(each -> names.contains(each.name()))
                .toList();
        for (var probes : run.chosen("probes", PROBES)) {
            if (!PROBES.contains(probes)) {
                throw new IOException(
                        "there are no probes \"" + probes + "\"; there are: " + String.join(", ", PROBES));
            }
        }
        boolean agree = true;
        for (int size : run.chosenNumbers("routes", SIZES)) {
            var prefixes = FibLookups.prefixes(size);
            for (var probes : run.chosen("probes", PROBES)) {
                agree &= compare(algorithms, prefixes, probes.equals(TABLE), run);
            }
        }
        return agree;
    }

    private static boolean compare(List<Fib.Algorithm> algorithms, List<Prefix> prefixes, boolean routed, Run run)
            throws IOException {
        var trial = new FibTrial(
                FibTrial.entries(prefixes),
                FibLookups.probes(prefixes, routed),
                ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        var results = new ArrayList<FibTrial.Result>();
        for (var algorithm : algorithms) {
            trial.run(algorithm); // warms up
            var result = trial.run(algorithm);
            results.add(result);
            double perSecond = FibLookups.perSecond(algorithm.name(), prefixes.size(), routed, run.full() ? 5 : 2);
            print(result, routed ? TABLE : BLOCKS, perSecond, run);
        }
        return agree(results, run.out());
    }

    private static void print(FibTrial.Result result, String probes, double perSecond, Run run) {
        run.out()
                .printf(
                        ROW,
                        result.algorithm(),
                        String.format("%,d", result.routes()),
                        probes,
                        String.format("%,.0f", perSecond),
                        String.format("%.1f", result.memory() / 1e6),
                        String.format("%.1f", result.buildNanos() / 1e6),
                        String.format("%.2f", result.updateNanos() / 1e3));
        run.results()
                .add(
                        "benchmark", "fib",
                        "algorithm", result.algorithm(),
                        "routes", result.routes(),
                        "probes", probes,
                        "lookupsPerSecond", perSecond,
                        "bytes", result.memory(),
                        "buildNanos", result.buildNanos(),
                        "updateNanos", result.updateNanos());
    }

    private static boolean agree(List<FibTrial.Result> results, PrintStream out) {
        long different =
                results.stream().mapToLong(FibTrial.Result::answers).distinct().count();
        if (different > 1) {
            out.println("they do not agree: one of them is wrong");
        }
        return different <= 1;
    }
}
