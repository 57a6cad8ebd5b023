package inaba.bench;

import inaba.bench.forward.LatencyBenchmark;
import inaba.bench.forward.RouterFigures;
import inaba.bench.forward.ScaleBenchmark;
import inaba.bench.forward.StartBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `figures`: what the appliance is to reach, measured at one go, in one table.
final class FiguresBenchmark implements Benchmark {
    private static final int LARGE = RouterFigures.LARGE_TABLE;
    private static final double LOADED_SECONDS = 5;
    private static final double CHANGED_MICROS = 1_000;
    private static final double STARTED_SECONDS = 1;
    private static final double LATENCY_MICROS = 50;

    private static final List<Figure> FIGURES = new ArrayList<>();

    static {
        socket("pcap", 0.45, 0.55);
        socket("packet", 1.05, 1.15);
        socket("xdp-generic", 0.85, 0.95);
        overload("pcap", 0.22, 0.28);
        overload("packet", 0.50, 0.60);
        overload("xdp", 0.65, 0.80);
        for (var router : RouterFigures.LATENCY) {
            latency(router, LatencyBenchmark.ALONE, "alone");
            latency(router, LatencyBenchmark.LOW, "at low load");
            latency(router + RouterFigures.AWAKE, LatencyBenchmark.ALONE, "alone");
        }
        for (int routes : List.of(1_000, LARGE)) {
            limit("packet", routes, 0.93, 0.97);
            limit("xdp", routes, 0.85, 0.95);
        }
        FIGURES.add(Figure.atLeast(
                13e6,
                13e6,
                "lookups/s on 200,000 routes, multibit",
                "lookupsPerSecond",
                "benchmark",
                "fib",
                "algorithm",
                "multibit",
                "routes",
                LARGE,
                "probes",
                "table"));
        FIGURES.add(Figure.atMost(
                16e6,
                16e6,
                "bytes of 200,000 routes, multibit",
                "bytes",
                "benchmark",
                "fib",
                "algorithm",
                "multibit",
                "routes",
                LARGE,
                "probes",
                "table"));
        FIGURES.add(Figure.atMost(
                LOADED_SECONDS,
                LOADED_SECONDS,
                "seconds to load 1,000,000 routes",
                "loadSeconds",
                "benchmark",
                "tables",
                "what",
                "routes",
                "count",
                1_000_000));
        FIGURES.add(Figure.atMost(
                CHANGED_MICROS,
                CHANGED_MICROS,
                "us of one route change at 200,000 routes",
                "changeMicros",
                "benchmark",
                "tables",
                "what",
                "routes",
                "count",
                LARGE));
        FIGURES.add(Figure.atMost(
                STARTED_SECONDS,
                STARTED_SECONDS,
                "seconds from start to prompt",
                "median",
                "benchmark",
                "start",
                "what",
                "prompt"));
        FIGURES.add(Figure.atMost(
                0, 0, "packets lost by all swaps at half load", "lost", "benchmark", "swap", "change", "all"));
    }

    private static void socket(String router, double must, double aim) {
        FIGURES.add(Figure.atLeast(
                must,
                aim,
                router + " / Linux, 78 B, 1,000 routes, ordinary sender",
                "ratio",
                forward("socket", router)));
    }

    private static void overload(String router, double must, double aim) {
        FIGURES.add(Figure.atLeast(
                must, aim, router + " / Linux, 78 B, 1,000 routes, XDP overload", "ratio", forward("xdp", router)));
    }

    private static void latency(String router, int load, String when) {
        FIGURES.add(Figure.atMost(
                LATENCY_MICROS,
                LATENCY_MICROS,
                router + ": latency p50 " + when + ", us",
                "p50Micros",
                "benchmark",
                "latency",
                "router",
                router,
                "load",
                load));
    }

    private static Object[] forward(String source, String router) {
        return new Object[] {"benchmark", "forward", "source", source, "router", router, "bytes", 78, "routes", 1_000};
    }

    private static void limit(String router, int routes, double must, double aim) {
        FIGURES.add(Figure.atLeast(
                must,
                aim,
                String.format("%s: Java / C, 78 B, %,d routes, XDP overload", router, routes),
                "ratio",
                "benchmark",
                "limit",
                "source",
                "xdp",
                "router",
                router,
                "bytes",
                78,
                "routes",
                routes));
    }

    /// One that cannot be measured leaves its figures open, and the others are measured all the same.
    private static boolean part(Run run, String name, Benchmark benchmark, Map<String, List<String>> choices)
            throws InterruptedException {
        try {
            return benchmark.run(run.choosing(choices));
        } catch (IOException failed) {
            run.out().println(name + " failed: " + failed.getMessage());
            return false;
        }
    }

    @Override
    public boolean run(Run run) throws InterruptedException {
        boolean all = part(run, "routers", new RouterFigures(), Map.of("bytes", List.of("78")));
        all &= part(
                run,
                "fib",
                new FibBenchmark(),
                Map.of(
                        "routes", List.of(Integer.toString(LARGE)),
                        "algorithms", List.of("multibit"),
                        "probes", List.of("table")));
        all &= part(run, "tables", ScaleBenchmark::tables, Map.of("routes", List.of("1000000")));
        all &= part(run, "start", StartBenchmark::prompt, Map.of());
        run.out().println();
        run.out().println(Figure.HEADER);
        for (var figure : FIGURES) {
            run.out().println(figure.line(run.results()));
            run.results()
                    .add(
                            "benchmark", "figures",
                            "figure", figure.name(),
                            "must", figure.must(),
                            "aim", figure.aim(),
                            "measured", figure.measured(run.results()).orElse(Double.NaN),
                            "reached", figure.reached(run.results()));
            all &= !figure.reached(run.results()).equals("no");
        }
        run.out().println("* the sender was the limit: the router could do more");
        return all;
    }
}
