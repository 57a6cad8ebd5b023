package inaba.bench;

import inaba.api.route.Fib;
import inaba.fib.hash.HashAlgorithm;
import inaba.fib.radix.RadixAlgorithm;
import inaba.route.fib.FibTrial;
import inaba.wire.Prefix;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// `fib`: the lookup algorithms beside one another, on tables of 1,000 and 200,000 prefixes, for addresses that have a
/// route
/// (`table`) and for addresses from the registries' blocks, most of which have none (`blocks`).
///
/// Times are of the thread's CPU, so that what else the machine does counts little.
final class FibBenchmark implements Benchmark {
    private static final int SEED = 1;
    private static final List<Integer> SIZES = List.of(1_000, 200_000);
    private static final String ROW = "%-6s %9s %-7s %12s %8s %10s %10s%n";

    @Override
    public boolean run(Run run) {
        var out = run.out();
        out.printf(ROW, "fib", "prefixes", "probes", "lookups/s", "MB", "build ms", "update us");
        boolean agree = true;
        for (int size : SIZES) {
            var prefixes = RegistryTable.of(size, new SplittableRandom(SEED));
            agree &= compare(prefixes, "table", prefixes, out);
            agree &= compare(prefixes, "blocks", RegistryTable.blocks(), out);
        }
        return agree;
    }

    private static boolean compare(List<Prefix> prefixes, String name, List<Prefix> within, PrintStream out) {
        var probes = FibTrial.within(within, new SplittableRandom(SEED));
        var trial = new FibTrial(
                FibTrial.entries(prefixes), probes, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        var results = new ArrayList<FibTrial.Result>();
        for (Fib.Algorithm algorithm : List.of(new RadixAlgorithm(), new HashAlgorithm())) {
            trial.run(algorithm); // warms up
            var result = trial.run(algorithm);
            results.add(result);
            out.printf(
                    ROW,
                    result.algorithm(),
                    String.format("%,d", result.routes()),
                    name,
                    String.format("%,d", result.lookupsPerSecond()),
                    String.format("%.1f", result.memory() / 1e6),
                    String.format("%.1f", result.buildNanos() / 1e6),
                    String.format("%.2f", result.updateNanos() / 1e3));
        }
        return ratio(results.getFirst(), results.getLast(), out);
    }

    private static boolean ratio(FibTrial.Result one, FibTrial.Result other, PrintStream out) {
        out.printf(
                "%s/%s: %.2f of the lookups/s, %.2f of the memory%n",
                one.algorithm(),
                other.algorithm(),
                (double) one.lookupsPerSecond() / other.lookupsPerSecond(),
                (double) one.memory() / other.memory());
        if (one.answers() != other.answers()) {
            out.printf("%s and %s do not agree: one of them is wrong%n", one.algorithm(), other.algorithm());
            return false;
        }
        return true;
    }
}
