package inaba.bench;

import inaba.api.route.Fib;
import inaba.fib.hash.HashAlgorithm;
import inaba.fib.multibit.MultibitAlgorithm;
import inaba.fib.poptrie.PoptrieAlgorithm;
import inaba.fib.radix.RadixAlgorithm;
import inaba.route.fib.FibTrial;
import inaba.wire.Prefix;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// `fib`: the lookup algorithms beside one another, on tables of several sizes, for addresses that have a
/// route
/// (`table`) and for addresses from the registries' blocks, most of which have none (`blocks`).
///
/// Times are of the thread's CPU, so that what else the machine does counts little.
final class FibBenchmark implements Benchmark {
    private static final int SEED = 1;
    private static final List<Integer> SIZES = List.of(1_000, 200_000, 1_000_000);
    private static final List<Fib.Algorithm> ALGORITHMS =
            List.of(new RadixAlgorithm(), new HashAlgorithm(), new PoptrieAlgorithm(), new MultibitAlgorithm());
    private static final String ROW = "%-8s %9s %-7s %12s %8s %10s %10s%n";

    @Override
    public boolean run(Run run) {
        run.out().printf(ROW, "fib", "prefixes", "probes", "lookups/s", "MB", "build ms", "update us");
        boolean agree = true;
        for (int size : run.chosenNumbers("routes", SIZES)) {
            var prefixes = RegistryTable.of(size, new SplittableRandom(SEED));
            agree &= compare(prefixes, "table", prefixes, run);
            agree &= compare(prefixes, "blocks", RegistryTable.blocks(), run);
        }
        return agree;
    }

    private static boolean compare(List<Prefix> prefixes, String name, List<Prefix> within, Run run) {
        var probes = FibTrial.within(within, new SplittableRandom(SEED));
        var trial = new FibTrial(
                FibTrial.entries(prefixes), probes, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        var results = new ArrayList<FibTrial.Result>();
        for (var algorithm : ALGORITHMS) {
            trial.run(algorithm); // warms up
            var result = trial.run(algorithm);
            results.add(result);
            print(result, name, run);
        }
        return agree(results, run.out());
    }

    private static void print(FibTrial.Result result, String probes, Run run) {
        run.out()
                .printf(
                        ROW,
                        result.algorithm(),
                        String.format("%,d", result.routes()),
                        probes,
                        String.format("%,d", result.lookupsPerSecond()),
                        String.format("%.1f", result.memory() / 1e6),
                        String.format("%.1f", result.buildNanos() / 1e6),
                        String.format("%.2f", result.updateNanos() / 1e3));
        run.results()
                .add(
                        "benchmark", "fib",
                        "algorithm", result.algorithm(),
                        "routes", result.routes(),
                        "probes", probes,
                        "lookupsPerSecond", result.lookupsPerSecond(),
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
        return different == 1;
    }
}
