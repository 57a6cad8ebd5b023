package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/// `scale`: how the rate, the time of a change and the memory grow with routes, neighbours and links.
public final class ScaleBenchmark implements Benchmark {
    private static final String DRIVER = "packet";
    private static final int BYTES = 78;
    private static final List<Integer> ROUTES = List.of(1_000, 10_000, 100_000, 1_000_000);
    private static final List<Integer> NEIGHBORS = List.of(1, 1_000, 10_000, 100_000, 1_000_000);
    /// Those that packets go through included.
    private static final List<Integer> LINKS = List.of(2, 10, 34, 66);
    private static final long MILLIS = 300;
    private static final int ROUNDS = 3;
    private static final int CHANGES = 5;
    /// Additions, each with its removal, in a line of the shell that is compared with a line of one.
    private static final int PAIRS = 500;
    private static final String ROW = "%-10s %,9d %9.0f %7.2f %9s %9s %7.0f%n";
    private static final Duration SEEN = Duration.ofSeconds(10);
    /// A line of `fib show` for the main table: how many routes workers see, and, last, microseconds from the last
    /// change until they saw it.
    private static final Pattern FIB =
            Pattern.compile("(?m)^main\\s+ipv6\\s+\\S+\\s+(\\d+)\\s.*\\s(\\d+)\\s*$", Pattern.CASE_INSENSITIVE);

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        boolean all = part(run, ScaleBenchmark::routes);
        all &= part(run, ScaleBenchmark::neighbors);
        all &= part(run, ScaleBenchmark::links);
        return all;
    }

    /// One that fails does not keep the others from being measured.
    private static boolean part(Run run, Benchmark part) throws InterruptedException {
        try {
            return part.run(run);
        } catch (IOException | RuntimeException failed) {
            run.out().println("failed: " + failed.getMessage());
            return false;
        }
    }

    private static boolean routes(Run run) throws IOException, InterruptedException {
        run.out().printf("%-10s %9s %9s %7s %9s %9s %7s%n", "scale", "", "kpps", "/linux", "load s", "change us", "MB");
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, List.of(DRIVER))) {
            var ours = (InabaRouter) inventory.routers().get(1);
            var linux = new GrowingTable(List.of(inventory.routers().getFirst()));
            var table = new GrowingTable(List.of(ours));
            for (int size : run.chosenNumbers("routes", ROUTES)) {
                var traffic = table.grow(size);
                double load = loadSeconds(ours, size);
                linux.grow(size);
                var cell = compare(topology, inventory.routers(), traffic);
                print(run, "routes", size, cell, load, change(ours), ours);
            }
        }
        return true;
    }

    /// `tables`: how long routes take to load, and one change until workers see it, while nothing else is done.
    public static boolean tables(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var router = InabaRouter.start(topology, DRIVER)) {
            var table = new GrowingTable(List.of(router));
            for (int size : run.chosenNumbers("routes", ROUTES)) {
                table.grow(size);
                table(run, router, size);
            }
        }
        return true;
    }

    /// A table that this router has just loaded.
    static void table(Run run, InabaRouter router, int size) throws IOException, InterruptedException {
        double load = loadSeconds(router, size);
        double change = change(router);
        run.out()
                .printf(Locale.ROOT, "%,d routes: loaded in %.2f s, a change is seen in %.0f us%n", size, load, change);
        run.results()
                .add(
                        "benchmark", "tables",
                        "what", "routes",
                        "count", size,
                        "loadSeconds", load,
                        "changeMicros", change);
    }

    /// What was loaded last, and workers see.
    private static double loadSeconds(InabaRouter router, int routes) throws IOException, InterruptedException {
        if (seen(router).routes < routes) {
            throw new IOException("workers do not see what is said to be loaded");
        }
        return router.loading().toNanos() / 1e9;
    }

    /// The median of some single changes, microseconds until workers see them.
    private static double change(InabaRouter router) throws IOException, InterruptedException {
        int routes = seen(router).routes;
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
            var seen = seen(router);
            if (seen.routes >= routes) {
                return seen;
            }
        }
        throw new IOException("workers do not see " + routes + " routes");
    }

    /// What workers see now.
    private static Seen seen(InabaRouter router) throws IOException, InterruptedException {
        var shown = FIB.matcher(router.shell("fib show"));
        return shown.find()
                ? new Seen(Integer.parseInt(shown.group(1)), Double.parseDouble(shown.group(2)))
                : new Seen(0, Double.NaN);
    }

    /// @param changeMicros from the last change until workers saw it
    private record Seen(int routes, double changeMicros) {}

    /// All of them on the sink's link.
    private static boolean neighbors(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, List.of(DRIVER))) {
            var linux = inventory.routers().getFirst();
            var ours = (InabaRouter) inventory.routers().get(1);
            var all = new ArrayList<Prefix>();
            for (int size : run.chosenNumbers("neighbors", NEIGHBORS)) {
                var added = new ArrayList<Prefix>();
                for (int i = all.size(); i < size; i++) {
                    added.add(Prefix.parse(String.format("2001:db8:2::%x:%x/128", 1 + (i >>> 16), i & 0xffff)));
                }
                all.addAll(added);
                ours.neighbors(added);
                double load = ours.loading().toNanos() / 1e9;
                linux.neighbors(added);
                var shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, new Random(1));
                var cell = compare(topology, inventory.routers(), new Traffic(shuffled));
                print(run, "neighbours", size, cell, load, neighborChange(ours), ours);
            }
        }
        return true;
    }

    /// The median of some measurements of one change in a line of many, microseconds in the shell.
    private static double neighborChange(InabaRouter router) throws IOException, InterruptedException {
        String one =
                "neigh6 add 2001:db8:2::ffff lladdr 02:00:00:00:02:02 dev out; neigh6 del 2001:db8:2::ffff dev out";
        String many = String.join("; ", Collections.nCopies(1 + PAIRS, one));
        var micros = new double[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            double least = seconds(() -> router.shell(one));
            micros[i] = Math.max(0, seconds(() -> router.shell(many)) - least) * 1e6 / (2 * PAIRS);
        }
        return new Series(micros).median();
    }

    /// More links beside those that packets go through.
    private static boolean links(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, List.of(DRIVER))) {
            var ours = (InabaRouter) inventory.routers().get(1);
            var traffic = new GrowingTable(inventory.routers()).grow(ROUTES.getFirst());
            int open = 2;
            for (int count : run.chosenNumbers("links", LINKS)) {
                var lines = new ArrayList<String>();
                for (; open < count; open++) {
                    String device = "more" + open;
                    topology.network()
                            .cable(topology.sink(), "x" + open, ours.path().router(), device);
                    lines.add("link add " + device + ' ' + DRIVER + ':' + device);
                }
                double load = lines.isEmpty() ? 0 : seconds(() -> ours.shell(String.join("; ", lines)));
                var cell = compare(topology, inventory.routers(), traffic);
                double each = lines.isEmpty() ? Double.NaN : load * 1e6 / lines.size();
                print(run, "links", count, cell, load, each, ours);
            }
        }
        return true;
    }

    private static double seconds(Work work) throws IOException, InterruptedException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    /// Something that takes its time.
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static Cell compare(Topology topology, List<Router> routers, Traffic traffic)
            throws IOException, InterruptedException {
        var source = new SocketSource(topology.sender());
        var rates = new ArrayList<List<Flood.Rate>>();
        var floods = new ArrayList<Flood>();
        for (var router : routers) {
            var flood = new Flood(topology, router);
            flood.warmUp(source, traffic, BYTES);
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
