package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `forward`: packets a second through the appliance, driver by driver, beside the kernel's own forwarding.
///
/// Routers take turns within each round, so that whatever else the machine does hits all of them, and those that are
/// compared with each other follow each other; what is printed are medians of the ratios of a round.
public final class ForwardBenchmark implements Benchmark {
    private static final List<String> ROUTERS = List.of("packet", "c", "xdp", "c-xdp", "pcap");
    private static final List<String> FULL =
            List.of("packet", "c", "xdp", "c-xdp", "xdp-generic", "pcap", "dpdk-af_packet", "dpdk-af_xdp");
    private static final List<String> SOURCES = List.of("socket", "xdp");
    private static final List<Integer> SIZES = List.of(78, 512, 1400);
    private static final List<Integer> TABLES = List.of(1, 1_000, 200_000);
    /// Ours, and the C program with the same system calls.
    static final Map<String, String> LIMITS = new TreeMap<>(Map.of("packet", "c", "xdp", "c-xdp"));
    /// Of the sources that take long, the short form shows this one.
    private static final int SHORT_TABLE = 1_000;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var inventory = new Inventory(run, topology, run.chosen("drivers", run.full() ? FULL : ROUTERS))) {
            measure(run, inventory.routers(), floods(topology, inventory.routers()), sources(run, topology));
        }
        return true;
    }

    static List<Flood> floods(Topology topology, List<Router> routers) throws IOException, InterruptedException {
        var floods = new ArrayList<Flood>();
        for (var router : routers) {
            floods.add(new Flood(topology, router));
        }
        return floods;
    }

    /// Those that are wanted and there.
    static List<Source> sources(Run run, Topology topology) throws IOException, InterruptedException {
        var sources = new ArrayList<Source>(List.of(new SocketSource(topology.sender())));
        if (Tools.available()) {
            sources.add(new XdpSource(topology));
        } else {
            run.out().println("source xdp: not installed (Debian package gcc)");
        }
        sources.removeIf(source -> !run.chosen("sources", SOURCES).contains(source.name()));
        return sources;
    }

    private static void measure(Run run, List<Router> routers, List<Flood> floods, List<Source> sources)
            throws IOException, InterruptedException {
        run.out().println(Cell.HEADER);
        var tables = new GrowingTable(routers);
        for (int size : run.chosenNumbers("routes", TABLES)) {
            var traffic = tables.grow(size);
            for (var source : sources) {
                boolean wanted = run.full() || source.everywhere() || size == SHORT_TABLE;
                if (wanted || run.choices().containsKey("routes")) {
                    compare(run, floods, source, traffic, size);
                }
            }
        }
        run.out().println(Cell.FOOTNOTE);
        if (routers.stream().anyMatch(DpdkRouter.class::isInstance)) {
            run.out().println("dpdk-*: testpmd, which swaps MACs and looks nothing up");
        }
    }

    /// Compares those that the source can reach, and prints it.
    static void compare(Run run, List<Flood> all, Source source, Traffic traffic, int routes)
            throws IOException, InterruptedException {
        var floods = all.stream().filter(f -> source.reaches(f.router())).toList();
        try (var ready = new Readiness(source, floods)) {
            for (var flood : floods) {
                flood.warmUp(source, traffic, SIZES.getFirst());
            }
            for (int bytes : run.chosenNumbers("bytes", SIZES)) {
                compare(run, floods, source, traffic, routes, bytes);
            }
        }
    }

    private static void compare(Run run, List<Flood> floods, Source source, Traffic traffic, int routes, int bytes)
            throws IOException, InterruptedException {
        int rounds = run.full() ? 7 : source.isLimit() ? 3 : 5;
        int limitedRounds = run.full() || source.isLimit() ? rounds : 18; // to tell Java from C takes more
        long millis = run.full() ? 1_000 : source.isLimit() ? 250 : 120; // many short ones: neighbours come and go
        var rates = new ArrayList<List<Flood.Rate>>();
        floods.forEach(_ -> rates.add(new ArrayList<>()));
        var names = floods.stream().map(flood -> flood.router().name()).toList();
        for (int round = 0; round < limitedRounds; round++) {
            for (int i : order(names, round)) {
                if (round < rounds || isLimited(floods.get(i).router())) {
                    rates.get(i).add(floods.get(i).measure(source, traffic, bytes, millis));
                }
            }
        }
        for (int i = 0; i < floods.size(); i++) {
            var cell = Cell.of(
                    source.name(), names.get(i), bytes, routes, rates.get(i).subList(0, rounds), rates.getFirst());
            run.out().println(cell);
            cell.addTo(run.results());
        }
        LIMITS.forEach((ours, limit) -> {
            int a = names.indexOf(ours);
            int b = names.indexOf(limit);
            if (a >= 0 && b >= 0) {
                limit(run, source.name(), ours, routes, bytes, Cell.ratio(rates.get(a), rates.get(b)));
            }
        });
    }

    /// Whoever comes right after another of its kind is some per cent faster, so in every other round C comes first.
    private static List<Integer> order(List<String> names, int round) {
        var order = IntStream.range(0, names.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
        LIMITS.forEach((ours, limit) -> {
            if (round % 2 == 1 && names.contains(ours) && names.contains(limit)) {
                Collections.swap(order, names.indexOf(ours), names.indexOf(limit));
            }
        });
        return order;
    }

    /// One of those that are compared with C, or C itself.
    static boolean isLimited(Router router) {
        return LIMITS.containsKey(router.name()) || LIMITS.containsValue(router.name());
    }

    private static void limit(Run run, String source, String router, int routes, int bytes, Series ratio) {
        run.out()
                .printf(
                        "%-6s %5d %,7d %s against C: %.2f (%.2f-%.2f)%n",
                        source, bytes, routes, router, ratio.median(), ratio.least(), ratio.most());
        run.results()
                .add(
                        "benchmark", "limit",
                        "source", source,
                        "router", router,
                        "bytes", bytes,
                        "routes", routes,
                        "ratio", ratio.median());
    }
}
