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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `start`: from the start of the process until its prompt is there, and until it forwards between two links without
/// one; and the memory that it takes then.
public final class StartBenchmark implements Benchmark {
    private static final String UP = "Inaba is up after";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DRIVER = "packet";

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        prompt(run);
        var ready = new ArrayList<Double>();
        var resident = new ArrayList<Double>();
        for (int i = 0; i < times(run); i++) {
            try (var topology = Topology.open();
                    var router = InabaRouter.start(topology, DRIVER)) {
                ready.add(router.starting().toNanos() / 1e9);
                resident.add(kilobytes(router.process()) / 1e3);
            }
        }
        print(run, "ready", "s", ready);
        print(run, "resident", "MB", resident);
        return true;
    }

    /// `start`, only until the prompt.
    public static boolean prompt(Run run) throws IOException, InterruptedException {
        var prompt = new ArrayList<Double>();
        try (var topology = Topology.open()) { // nothing else happens meanwhile
            for (int i = 0; i < times(run); i++) {
                prompt.add(prompt(topology));
            }
        }
        print(run, "prompt", "s", prompt);
        return true;
    }

    private static int times(Run run) {
        return run.full() ? 9 : 3;
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
            double seconds = (System.nanoTime() - began) / 1e9;
            end(ProcessHandle.of(task.pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList());
            return seconds;
        }
    }

    /// The next start has the machine to itself. script(1), told to end, would wait two seconds for its child.
    private static void end(List<ProcessHandle> processes) throws IOException, InterruptedException {
        processes.forEach(ProcessHandle::destroy);
        var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            processes.forEach(ProcessHandle::destroyForcibly);
            throw new IOException("an appliance did not end within " + LIMIT, e);
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
