package inaba.bench;

import inaba.lab.FloodFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// `floods`: what floods of each kind do to others; `--full` takes ten seconds for each and writes the table into
/// docs/robustness.md.
final class FloodsBenchmark implements Benchmark {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        var report = Path.of(System.getProperty("inaba.home", ".")).resolve("docs/robustness.md");
        return FloodFigures.all(run.out(), run.full() ? LONG : SHORT, run.full() ? report : null);
    }
}
