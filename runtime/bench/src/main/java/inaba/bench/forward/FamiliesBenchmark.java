package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.wire.IpFamily;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `families`: packets a second of IPv4 through the appliance against those of IPv6, in turns through the same process.
public final class FamiliesBenchmark implements Benchmark {
    private static final List<String> DRIVERS = List.of("packet");
    private static final List<Integer> SIZES = List.of(78);
    private static final Prefix TO_IPV6 = Prefix.parse("2001:db8:100::/40");
    private static final Prefix TO_IPV4 = IpFamily.IPV4.parsePrefix("198.18.0.0/15");
    private static final int ROUNDS = 5;
    private static final int ROUNDS_FULL = 11;
    private static final long MILLIS = 1_000;
    private static final long WARM_UP_MILLIS = 3_000;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        for (var driver : run.chosen("drivers", DRIVERS)) {
            try (var topology = Topology.open();
                    var router = InabaRouter.start(topology, driver)) {
                router.add(List.of(TO_IPV6));
                router.shell("addr4 add 10.0.0.1/24 dev in nodad; addr4 add 10.0.1.1/24 dev out nodad; "
                        + "neigh4 add 10.0.1.2 lladdr " + router.path().next() + " dev out; "
                        + "route4 add " + IpFamily.text(TO_IPV4) + " via 10.0.1.2 dev out");
                for (int bytes : run.chosenNumbers("bytes", SIZES)) {
                    compare(run, topology, router, bytes);
                }
            }
        }
        return true;
    }

    private static void compare(Run run, Topology topology, Router router, int bytes)
            throws IOException, InterruptedException {
        var flood = new Flood(topology, router);
        var source = new SocketSource(topology.sender());
        var six = new Traffic(List.of(TO_IPV6));
        var four = new Traffic(List.of(TO_IPV4));
        flood.measure(source, six, bytes, WARM_UP_MILLIS);
        flood.measure(source, four, bytes, WARM_UP_MILLIS);
        var ofSix = new ArrayList<Flood.Rate>();
        var ofFour = new ArrayList<Flood.Rate>();
        int rounds = run.full() ? ROUNDS_FULL : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            ofSix.add(flood.measure(source, six, bytes, MILLIS));
            ofFour.add(flood.measure(source, four, bytes, MILLIS));
        }
        report(run, router.name(), bytes, ofSix, ofFour);
    }

    private static void report(Run run, String router, int bytes, List<Flood.Rate> six, List<Flood.Rate> four) {
        var ratio = Cell.ratio(four, six);
        run.out()
                .printf(
                        Locale.ROOT,
                        "%s %d bytes: IPv6 %,.0f kpps (%.0f ns CPU), IPv4 %,.0f kpps (%.0f ns CPU), ratio %.2f (%.2f-%.2f)%n",
                        router,
                        bytes,
                        kpps(six),
                        cpu(six),
                        kpps(four),
                        cpu(four),
                        ratio.median(),
                        ratio.least(),
                        ratio.most());
        run.results()
                .add(
                        "benchmark", "families",
                        "router", router,
                        "bytes", bytes,
                        "kpps6", kpps(six),
                        "kpps4", kpps(four),
                        "ratio", ratio.median(),
                        "ratioLeast", ratio.least(),
                        "ratioMost", ratio.most());
    }

    private static double kpps(List<Flood.Rate> rates) {
        return new Series(rates.stream().mapToDouble(Flood.Rate::received).toArray()).median() / 1e3;
    }

    private static double cpu(List<Flood.Rate> rates) {
        return new Series(rates.stream().mapToDouble(Flood.Rate::cpu).toArray()).median();
    }
}
