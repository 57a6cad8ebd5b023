package inaba.bench;

import inaba.bench.forward.Tools;
import inaba.lab.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// `dpdk`: the lookups of DPDK's `rte_fib6` and `rte_lpm6` on the tables and the addresses of `fib`.
final class DpdkFibBenchmark implements Benchmark {
    private static final List<Integer> SIZES = List.of(1_000, 200_000);
    private static final int SEED = 1;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern LINE = Pattern.compile("(?m)^(rte_\\w+) (\\d+) (\\d+)$");

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        if (!Tools.hasLibrary("libdpdk")) {
            run.out().println("dpdk: not installed (Debian package libdpdk-dev)");
            return true;
        }
        var folder = Files.createTempDirectory("inaba-bench-");
        try {
            var program = new Tools(folder).compile("dpdk_fib", "libdpdk");
            for (int size : run.chosenNumbers("routes", SIZES)) {
                measure(run, folder, program, size);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        return true;
    }

    private static void measure(Run run, Path folder, Path program, int size) throws IOException, InterruptedException {
        var prefixes = RegistryTable.of(size, new SplittableRandom(SEED));
        var file = Files.write(
                folder.resolve("prefixes"),
                prefixes.stream().map(Object::toString).toList());
        var said = Task.start(List.of(program.toString(), file.toString()), Map.of())
                .succeed(LIMIT);
        var lines = LINE.matcher(said);
        while (lines.find()) {
            long lookups = Long.parseLong(lines.group(2));
            long bytes = Long.parseLong(lines.group(3));
            run.out()
                    .printf(
                            Locale.ROOT,
                            "%-8s %,9d table   %,14d lookups/s %8.1f MB%n",
                            lines.group(1),
                            size,
                            lookups,
                            bytes / 1e6);
            run.results()
                    .add(
                            "benchmark",
                            "fib",
                            "algorithm",
                            lines.group(1),
                            "routes",
                            size,
                            "probes",
                            "table",
                            "lookupsPerSecond",
                            lookups,
                            "bytes",
                            bytes);
        }
    }
}
