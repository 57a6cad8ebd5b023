package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// `scale`: how the rate, the time of a change and the memory grow with routes, neighbours and links.
public final class ScaleBenchmark implements Benchmark {
    private static final String DRIVER = "packet";
    private static final int BYTES = 78;
    private static final List<Integer> ROUTES = List.of(1_000, 10_000, 100_000, 1_000_000);
    /// The table's limit is 16,384.
    private static final int[] NEIGHBORS = {1, 1_000, 10_000};
    private static final int[] LINKS = {0, 8, 32};
    private static final long WARM_UP_MILLIS = 1_500;
    private static final long MILLIS = 300;
    private static final int ROUNDS = 3;
    private static final int CHANGES = 5;
    private static final String ROW = "%-10s %,9d %9.0f %7.2f %9s %9s %7.0f%n";
    private static final Duration SEEN = Duration.ofSeconds(10);
    /// A line of `fib show` for the main table: how many routes workers see, and, last, microseconds from the last
    /// change until they saw it.
    private static final Pattern FIB =
            Pattern.compile("(?m)^main\\s+ipv6\\s+\\S+\\s+(\\d+)\\s.*\\s(\\d+)\\s*$", Pattern.CASE_INSENSITIVE);

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        run.out().printf("%-10s %9s %9s %7s %9s %9s %7s%n", "scale", "", "kpps", "/linux", "load s", "change us", "MB");
        routes(run);
        neighbors(run);
        links(run);
        return true;
    }

    private static void routes(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, List.of(DRIVER))) {
            var ours = (InabaRouter) inventory.routers().get(1);
            var linux = new GrowingTable(List.of(inventory.routers().getFirst()));
            var table = new GrowingTable(List.of(ours));
            for (int size : run.chosenNumbers("routes", ROUTES)) {
                long began = System.nanoTime();
                var traffic = table.grow(size);
                awaitSeen(ours, size);
                double load = (System.nanoTime() - began) / 1e9;
                linux.grow(size);
                var cell = compare(topology, inventory.routers(), traffic);
                print(run, "routes", size, cell, load, change(ours), ours);
            }
        }
    }

    /// The median of some single changes, microseconds until workers see them.
    private static double change(InabaRouter router) throws IOException, InterruptedException {
        int routes = awaitSeen(router, 0).routes;
        var micros = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            router.shell("route6 add 2a00:db8:" + i + "::/48 via " + Topology.SINK + " dev out");
            micros[i] = awaitSeen(router, routes + i + 1).changeMicros;
        }
        for (int i = 0; i < CHANGES; i++) {
            router.shell("route6 del 2a00:db8:" + i + "::/48");
        }
        return new Series(micros).median();
    }

    /// What workers see, once these are so many routes or more.
    private static Seen awaitSeen(InabaRouter router, int routes) throws IOException, InterruptedException {
        for (long until = System.nanoTime() + SEEN.toNanos(); System.nanoTime() - until < 0; ) {
            var shown = FIB.matcher(router.shell("fib show"));
            if (shown.find() && Integer.parseInt(shown.group(1)) >= routes) {
                return new Seen(Integer.parseInt(shown.group(1)), Double.parseDouble(shown.group(2)));
            }
        }
        throw new IOException("workers do not see " + routes + " routes");
    }

    /// @param changeMicros from the last change until workers saw it
    private record Seen(int routes, double changeMicros) {}

    private static void neighbors(Run run) throws IOException, InterruptedException {
        for (int count : NEIGHBORS) {
            try (var topology = Topology.open();
                    var inventory = new Inventory(run, topology, List.of(DRIVER))) {
                var within = new ArrayList<Prefix>();
                for (int i = 0; i < count; i++) {
                    within.add(Prefix.parse(String.format("2001:db8:2::%x:%x/128", 1 + (i >>> 16), i & 0xffff)));
                }
                long began = System.nanoTime();
                for (var router : inventory.routers()) {
                    router.neighbors(within);
                }
                double load = (System.nanoTime() - began) / 1e9;
                var cell = compare(topology, inventory.routers(), new Traffic(within));
                print(run, "neighbours", count, cell, load, Double.NaN, (InabaRouter)
                        inventory.routers().get(1));
            }
        }
    }

    private static void links(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, List.of(DRIVER))) {
            var ours = (InabaRouter) inventory.routers().get(1);
            var traffic = new GrowingTable(inventory.routers()).grow(ROUTES.getFirst());
            int open = 0;
            for (int count : LINKS) {
                long began = System.nanoTime();
                for (; open < count; open++) {
                    topology.network()
                            .cable(topology.sink(), "x" + open, ours.path().router(), "more" + open);
                    ours.shell("link add more" + open + " " + DRIVER + ":more" + open);
                }
                double load = (System.nanoTime() - began) / 1e9;
                var cell = compare(topology, inventory.routers(), traffic);
                print(run, "links", count + 2, cell, load, Double.NaN, ours);
            }
        }
    }

    private static Cell compare(Topology topology, List<Router> routers, Traffic traffic)
            throws IOException, InterruptedException {
        var source = new SocketSource(topology.sender());
        var rates = new ArrayList<List<Flood.Rate>>();
        var floods = new ArrayList<Flood>();
        for (var router : routers) {
            var flood = new Flood(topology, router);
            flood.measure(source, traffic, BYTES, WARM_UP_MILLIS);
            floods.add(flood);
            rates.add(new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < floods.size(); i++) {
                rates.get(i).add(floods.get(i).measure(source, traffic, BYTES, MILLIS));
            }
        }
        return Cell.of(source.name(), DRIVER, BYTES, 0, rates.getLast(), rates.getFirst());
    }

    private static void print(
            Run run, String what, int count, Cell cell, double load, double change, InabaRouter router)
            throws IOException {
        double megabytes = StartBenchmark.kilobytes(router.process()) / 1e3;
        run.out()
                .printf(
                        Locale.ROOT,
                        ROW,
                        what,
                        count,
                        cell.kpps().median(),
                        cell.ratio().median(),
                        String.format(Locale.ROOT, "%.2f", load),
                        Double.isNaN(change) ? "" : String.format(Locale.ROOT, "%.0f", change),
                        megabytes);
        run.results()
                .add(
                        "benchmark", "scale",
                        "what", what,
                        "count", count,
                        "kpps", cell.kpps().median(),
                        "ratio", cell.ratio().median(),
                        "loadSeconds", load,
                        "changeMicros", change,
                        "megabytes", megabytes);
    }
}
