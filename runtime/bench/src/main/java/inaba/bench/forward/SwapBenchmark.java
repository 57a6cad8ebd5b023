package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// `swap`: what it costs to change drivers, lookup algorithms and bundles while packets flow, at half of what the
/// slowest driver forwards, or at the rate that was chosen: packets lost, and the longest time in which none came out.
public final class SwapBenchmark implements Benchmark {
    private static final int BYTES = 78;
    private static final int ROUTES = 1_000;
    /// The slowest driver.
    private static final String FIRST = "pcap";
    private static final long MOST_MILLIS = 1_000;
    private static final long NOTHING_MILLIS = 1_000;
    private static final long BEFORE_MILLIS = 200;

    /// @param line of the shell; empty for nothing at all
    private record Change(String name, String line) {
        static Change driver(String to) {
            return new Change("driver " + to, "link set in driver " + to + ":in0; link set out driver " + to + ":out0");
        }

        static Change algorithm(String to) {
            return new Change("fib " + to, "swap fib " + to);
        }

        static Change bundle(String name) {
            return new Change("update " + name, "bundle update " + jar(name));
        }

        private static Path jar(String name) {
            return Path.of(System.getProperty("inaba.home", "."))
                    .toAbsolutePath()
                    .normalize()
                    .resolve("bundles/" + name + "/target/" + name + "-0.1.0.jar");
        }
    }

    private static final List<Change> CHANGES = List.of(
            new Change("nothing", ""),
            Change.driver("xdp"),
            Change.bundle("inaba.link.xdp"),
            Change.driver("pcap"),
            Change.bundle("inaba.link.pcap"),
            Change.driver("packet"),
            Change.bundle("inaba.link.packet"),
            Change.algorithm("poptrie"),
            Change.algorithm("hash"),
            Change.algorithm("radix"),
            Change.algorithm("multibit"),
            Change.bundle("inaba.fib.multibit"));

    /// Of each kind, for the short form of `figures`.
    private static final List<String> SOME = List.of(
            "nothing", "driver xdp", "driver packet", "fib poptrie", "fib multibit", "update inaba.fib.multibit");

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var router = InabaRouter.start(topology, FIRST)) {
            var traffic = new GrowingTable(List.of(router)).grow(ROUTES);
            new Flood(topology, router).warmUp(new SocketSource(topology.sender()), traffic, BYTES);
            return run(run, changes(run), topology, router, traffic);
        }
    }

    /// @param router with the driver pcap, which has forwarded before
    static boolean figures(Run run, Topology topology, InabaRouter router, Traffic traffic)
            throws IOException, InterruptedException {
        var some = CHANGES.stream().filter(change -> run.full() || SOME.contains(change.name()));
        return run(run, some.toList(), topology, router, traffic);
    }

    private static boolean run(Run run, List<Change> changes, Topology topology, InabaRouter router, Traffic traffic)
            throws IOException, InterruptedException {
        long lost = 0;
        long half = half(topology, router, traffic);
        long rate = run.chosenNumbers("rate", List.of((int) half)).getFirst();
        run.out().printf(Locale.ROOT, "%-28s %12s %8s %14s   at %,d/s%n", "change", "sent", "lost", "gap us", rate);
        for (int round = 0; round < (run.full() ? 5 : 1); round++) {
            for (var change : changes) {
                lost += measure(run, topology, router, traffic, rate, change);
            }
        }
        run.results().add("benchmark", "swap", "change", "all", "lost", lost);
        return lost == 0;
    }

    private static List<Change> changes(Run run) throws IOException {
        var names = run.chosen("changes", List.of());
        for (var name : names) {
            if (CHANGES.stream().noneMatch(change -> change.name().equals(name))) {
                throw new IOException("there is no change \"" + name + "\"; there are: "
                        + CHANGES.stream().map(Change::name).collect(Collectors.joining(", ")));
            }
        }
        return CHANGES.stream()
                .filter(change -> names.isEmpty() || names.contains(change.name()))
                .toList();
    }

    private static long half(Topology topology, InabaRouter router, Traffic traffic)
            throws IOException, InterruptedException {
        var source = new SocketSource(topology.sender());
        double most = new Flood(topology, router)
                .measure(source, traffic, BYTES, MOST_MILLIS)
                .received();
        return (long) most / 2;
    }

    private static long measure(
            Run run, Topology topology, InabaRouter router, Traffic traffic, long rate, Change change)
            throws IOException, InterruptedException {
        try (var stream = new Stream(topology, router, traffic, BYTES, rate)) {
            stream.flow(BEFORE_MILLIS);
            stream.gapMicros();
            var refused = change(router, stream, change);
            double gap = stream.gapMicros();
            stream.flow(BEFORE_MILLIS);
            gap = Math.max(gap, stream.gapMicros());
            stream.end();
            run.out()
                    .printf(
                            Locale.ROOT,
                            "%-28s %,12d %8d %,14.0f  %s%n",
                            change.name(),
                            stream.sent(),
                            stream.lost(),
                            gap,
                            refused);
            run.results()
                    .add(
                            "benchmark",
                            "swap",
                            "change",
                            change.name(),
                            "sent",
                            stream.sent(),
                            "lost",
                            stream.lost(),
                            "gapMicros",
                            gap,
                            "perSecond",
                            rate,
                            "refused",
                            refused);
            return stream.lost();
        }
    }

    /// @return empty, or why the appliance would not
    private static String change(InabaRouter router, Stream stream, Change change) throws InterruptedException {
        if (change.line().isEmpty()) {
            stream.flow(NOTHING_MILLIS);
            return "";
        }
        try {
            router.shell(change.line());
            return "";
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage()).lines().skip(1).collect(Collectors.joining(" "));
        }
    }
}
