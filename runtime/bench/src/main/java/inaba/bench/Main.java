package inaba.bench;

import inaba.bench.forward.FamiliesBenchmark;
import inaba.bench.forward.ForwardBenchmark;
import inaba.bench.forward.LatencyBenchmark;
import inaba.bench.forward.LossBenchmark;
import inaba.bench.forward.ProfileBenchmark;
import inaba.bench.forward.ScaleBenchmark;
import inaba.bench.forward.StartBenchmark;
import inaba.bench.forward.SwapBenchmark;
import inaba.bench.forward.TunnelBenchmark;
import inaba.bench.xfrm.XfrmBenchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `./inaba bench [OPTION]... [NAME...]`: runs the named benchmarks, one after the other, or the table of figures.
///
/// Exit code 0 done, 1 a benchmark failed, 2 wrong usage.
public final class Main {
    private static final Map<String, Benchmark> BENCHMARKS = new LinkedHashMap<>();
    private static final int USAGE = 2;
    private static final String USAGE_TEXT =
            "[--full] [--json FILE] [--svg FILE] [--drivers D,...] [--sources S,...] [--routes N,...]"
                    + " [--neighbors N,...] [--links N,...] [--bytes N,...] [--algorithms A,...] [--probes P,...]"
                    + " [--loads N,...] [--rate N] [--changes C,...] [NAME...]";

    static {
        BENCHMARKS.put("fib", new FibBenchmark());
        BENCHMARKS.put("forward", new ForwardBenchmark());
        BENCHMARKS.put("families", new FamiliesBenchmark());
        BENCHMARKS.put("tunnel", new TunnelBenchmark());
        BENCHMARKS.put("xfrm", new XfrmBenchmark());
        BENCHMARKS.put("latency", new LatencyBenchmark());
        BENCHMARKS.put("loss", new LossBenchmark());
        BENCHMARKS.put("swap", new SwapBenchmark());
        BENCHMARKS.put("start", new StartBenchmark());
        BENCHMARKS.put("scale", new ScaleBenchmark());
        BENCHMARKS.put("tables", ScaleBenchmark::tables);
        BENCHMARKS.put("dpdk", new DpdkFibBenchmark());
        BENCHMARKS.put("profile", new ProfileBenchmark());
        BENCHMARKS.put("floods", new FloodsBenchmark());
        BENCHMARKS.put("figures", new FiguresBenchmark());
    }

    /// What runs when nothing is named: some three and a half minutes in the short form.
    private static final List<String> USUAL = List.of("figures");

    private final List<String> names = new ArrayList<>();
    private final Map<String, List<String>> choices = new HashMap<>();
    private boolean full;
    private @Nullable Path json;
    private @Nullable Path svg;

    private Main() {}

    public static void main(String[] words) {
        System.exit(run(Arrays.asList(words), System.out, System.err));
    }

    /// @return the exit code
    static int run(List<String> words, PrintStream out, PrintStream err) {
        var main = new Main();
        var wrong = main.parse(words);
        if (main.names.isEmpty()) {
            main.names.addAll(USUAL);
        }
        if (wrong != null) {
            err.println("bench: " + wrong);
            return USAGE;
        }
        try {
            return main.run(out) ? 0 : 1;
        } catch (IOException e) {
            err.println("bench: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /// @return what is wrong, or null
    private @Nullable String parse(List<String> words) {
        for (var rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (word.equals("--full")) {
                full = true;
            } else if (word.equals("--json") && rest.hasNext()) {
                json = Path.of(rest.next());
            } else if (word.equals("--svg") && rest.hasNext()) {
                svg = Path.of(rest.next());
            } else if (word.startsWith("--") && Run.CHOICES.contains(word.substring(2)) && rest.hasNext()) {
                choices.put(word.substring(2), List.of(rest.next().split(",")));
            } else if (word.startsWith("-")) {
                return "usage: bench " + USAGE_TEXT + ", not " + word;
            } else if (BENCHMARKS.containsKey(word)) {
                names.add(word);
            } else {
                return "there is no benchmark \"" + word + "\"; there are: " + String.join(", ", BENCHMARKS.keySet());
            }
        }
        return null;
    }

    private boolean run(PrintStream out) throws IOException, InterruptedException {
        var machine = Machine.now();
        out.println(machine);
        String kept = FreePages.keep();
        if (!kept.isEmpty()) {
            out.println(kept);
        }
        var run = new Run(out, full, choices);
        boolean good = true;
        for (var each : BENCHMARKS.entrySet()) {
            if (names.contains(each.getKey())) {
                good &= each.getValue().run(run);
            }
        }
        if (json != null) {
            Files.writeString(
                    json,
                    "{\"machine\": " + machine.json() + ",\n \"results\": "
                            + run.results().json() + "}\n");
        }
        if (svg != null) {
            Files.writeString(svg, Plot.of(run.results(), machine.toString()));
        }
        return good;
    }
}
