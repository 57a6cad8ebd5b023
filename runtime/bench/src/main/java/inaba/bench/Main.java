package inaba.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./inaba bench [NAME...]`: runs the named benchmarks, or all of them, one after the other.
///
/// Exit code 0 done, 1 a benchmark failed, 2 no such benchmark.
public final class Main {
    private static final Map<String, Benchmark> BENCHMARKS = new LinkedHashMap<>();

    static {
        BENCHMARKS.put("fib", new FibBenchmark());
    }

    private Main() {}

    public static void main(String[] names) {
        System.exit(run(Arrays.asList(names), System.out, System.err));
    }

    /// @return the exit code
    static int run(List<String> names, PrintStream out, PrintStream err) {
        var unknown = new ArrayList<>(names);
        unknown.removeAll(BENCHMARKS.keySet());
        if (!unknown.isEmpty()) {
            err.println("bench: there is no benchmark \"" + unknown.getFirst() + "\"; there are: "
                    + String.join(", ", BENCHMARKS.keySet()));
            return 2;
        }
        boolean good = true;
        for (String name : names.isEmpty() ? BENCHMARKS.keySet() : names) {
            good &= BENCHMARKS.getOrDefault(name, Main::none).run(out);
        }
        return good ? 0 : 1;
    }

    private static boolean none(PrintStream out) {
        return false;
    }

    /// One benchmark.
    @FunctionalInterface
    interface Benchmark {
        /// Measures and prints.
        ///
        /// @return false when what was measured gave wrong answers
        boolean run(PrintStream out);
    }
}
