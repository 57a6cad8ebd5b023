package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `start`: from the start of the process until its prompt is there, and until it forwards between two links without
/// one;
/// and the memory that it takes then.
public final class StartBenchmark implements Benchmark {
    private static final String UP = "Inaba is up after";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DRIVER = "packet";

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        var prompt = new ArrayList<Double>();
        var ready = new ArrayList<Double>();
        var resident = new ArrayList<Double>();
        for (int i = 0; i < (run.full() ? 9 : 3); i++) {
            try (var topology = Topology.open();
                    var router = new InabaRouter(topology, DRIVER)) {
                ready.add(router.start().toNanos() / 1e9);
                prompt.add(prompt(topology));
                resident.add(kilobytes(router.process()) / 1e3);
            }
        }
        print(run, "prompt", "s", prompt);
        print(run, "ready", "s", ready);
        print(run, "resident", "MB", resident);
        return true;
    }

    /// Seconds until an appliance without links greets on a terminal, as script(1) offers one.
    private static double prompt(Topology topology) throws IOException, InterruptedException {
        var home =
                Path.of(System.getProperty("inaba.home", ".")).toAbsolutePath().normalize();
        var state = topology.network().folder().resolve("state-prompt");
        var words = List.of("script", "-qec", home.resolve("inaba") + " run --state " + state, "/dev/null");
        long began = System.nanoTime();
        try (var task = topology.sink().start(words, Map.of("INABA_BUILT", "1", "TERM", "xterm"))) {
            task.awaitOutput(UP, LIMIT);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static void print(Run run, String what, String unit, List<Double> measured) {
        if (measured.isEmpty()) {
            return;
        }
        var series =
                new Series(measured.stream().mapToDouble(Double::doubleValue).toArray());
        run.out()
                .printf(
                        Locale.ROOT,
                        "start    %-10s %8.2f %-3s (%.2f-%.2f)%n",
                        what,
                        series.median(),
                        unit,
                        series.least(),
                        series.most());
        run.results().add("benchmark", "start", "what", what, "unit", unit, "median", series.median());
    }

    /// Resident memory of a process, proc(5).
    static double kilobytes(long process) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
