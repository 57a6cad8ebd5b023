package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.RegistryTable;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/// `forward`: packets a second through the appliance, driver by driver, beside the kernel's own forwarding.
///
/// Routers take turns within each round, so that whatever else the machine does hits all of them; what is printed are
/// medians of the ratios of a round.
public final class ForwardBenchmark implements Benchmark {
    private static final List<String> DRIVERS = List.of("packet", "xdp", "pcap");
    private static final List<String> SOURCES = List.of("socket", "xdp");
    private static final List<Integer> SIZES = List.of(78, 512, 1400);
    private static final List<Integer> TABLES = List.of(1, 1_000, 200_000);
    /// Of the sources that take long, the short form shows this one.
    private static final int SHORT_TABLE = 1_000;
    private static final Prefix EVERYTHING = Prefix.parse("2000::/3");
    private static final int SEED = 1;
    private static final long WARM_UP_MILLIS = 1_500;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        var routers = new ArrayList<Router>();
        try (var topology = Topology.open()) {
            try {
                routers.add(new LinuxRouter(topology));
                for (var driver : run.chosen("drivers", DRIVERS)) {
                    routers.add(new InabaRouter(topology, driver));
                }
                var sources = new ArrayList<Source>(List.of(new SocketSource(topology.sender())));
                if (Tools.available()) {
                    routers.add(new CRouter(topology));
                    sources.add(new XdpSource(topology));
                } else {
                    run.out().println("no C compiler: neither the source xdp nor the router c");
                }
                sources.removeIf(source -> !run.chosen("sources", SOURCES).contains(source.name()));
                measure(run, topology, routers, sources);
            } finally {
                for (var router : routers) {
                    router.close();
                }
            }
        }
        return true;
    }

    private static void measure(Run run, Topology topology, List<Router> routers, List<Source> sources)
            throws IOException, InterruptedException {
        var floods = new ArrayList<Flood>();
        for (var router : routers) {
            floods.add(new Flood(topology, router));
        }
        run.out().println(Cell.HEADER);
        List<Prefix> table = List.of();
        var warm = new HashSet<String>();
        for (int size : run.chosenNumbers("routes", TABLES)) {
            var larger = table(size);
            var added = larger.subList(table.size(), size);
            for (var router : routers) {
                router.add(added);
            }
            table = larger;
            var shuffled = new ArrayList<>(table);
            Collections.shuffle(shuffled, new Random(SEED));
            var traffic = new Traffic(shuffled);
            for (var source : sources) {
                if (!run.full() && !source.everywhere() && size != SHORT_TABLE) {
                    continue;
                }
                compare(run, floods, source, traffic, size, warm);
            }
        }
        run.out().println("* the sender was the limit: all that it sent was forwarded");
    }

    /// The first is for everything; the same prefixes come first in larger tables.
    private static List<Prefix> table(int size) {
        var table = new ArrayList<Prefix>();
        table.add(EVERYTHING);
        table.addAll(RegistryTable.of(size - 1, new SplittableRandom(SEED)));
        return table;
    }

    private static void compare(
            Run run, List<Flood> floods, Source source, Traffic traffic, int routes, Set<String> warm)
            throws IOException, InterruptedException {
        var undo = new ArrayList<AutoCloseable>();
        try {
            for (var flood : floods) {
                undo.add(source.ready(flood.router()));
                boolean compiled = !warm.add(source.name() + flood.router().name());
                flood.measure(source, traffic, SIZES.getFirst(), compiled ? WARM_UP_MILLIS / 10 : WARM_UP_MILLIS);
            }
            for (int bytes : run.chosenNumbers("bytes", SIZES)) {
                compare(run, floods, source, traffic, routes, bytes);
            }
        } finally {
            for (var each : undo) {
                close(each);
            }
        }
    }

    private static void compare(Run run, List<Flood> floods, Source source, Traffic traffic, int routes, int bytes)
            throws IOException, InterruptedException {
        int rounds = run.full() ? 7 : 3;
        long millis = run.full() ? 1_000 : 250;
        var rates = new ArrayList<List<Flood.Rate>>();
        floods.forEach(_ -> rates.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < floods.size(); i++) {
                rates.get(i).add(floods.get(i).measure(source, traffic, bytes, millis));
            }
        }
        for (int i = 0; i < floods.size(); i++) {
            var name = floods.get(i).router().name();
            var cell = Cell.of(source.name(), name, bytes, routes, rates.get(i), rates.getFirst());
            run.out().println(cell);
            run.results().add(cell.json());
        }
    }

    private static void close(AutoCloseable each) throws IOException, InterruptedException {
        try {
            each.close();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
