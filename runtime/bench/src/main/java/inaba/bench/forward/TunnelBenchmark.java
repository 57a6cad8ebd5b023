package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.Run;
import inaba.wire.Prefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `tunnel`: packets a second into a tunnel of each mode and through ESP with AES-128-GCM, and their ratio to plain
/// forwarding by another appliance in the same round.
public final class TunnelBenchmark implements Benchmark {
    private static final String DRIVER = "packet";
    private static final String ESP = "esp";
    private static final String LOCAL4 = "192.0.2.1";
    private static final String REMOTE4 = "192.0.2.2";
    private static final List<String> MODES = List.of("ip6ip6", "sit", "gre", "ip6gre", ESP);
    private static final List<Prefix> EVERYWHERE = List.of(Prefix.parse("2000::/3"));
    private static final List<Integer> SIZES = List.of(78, 512, 1400);
    private static final long WARM_UP_MILLIS = 1_500;

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open();
                var plain = InabaRouter.start(topology, DRIVER);
                var tunneling = InabaRouter.start(topology, DRIVER + "-tunnel")) {
            plain.add(EVERYWHERE);
            tunneling.shell("addr4 add " + LOCAL4 + "/24 dev out nodad; neigh4 add " + REMOTE4 + " lladdr "
                    + tunneling.path().next() + " dev out");
            var traffic = new Traffic(EVERYWHERE);
            var source = new SocketSource(topology.sender());
            var without = new Flood(topology, plain);
            var within = new Flood(topology, tunneling);
            var sizes = run.chosenNumbers("bytes", SIZES);
            for (int bytes : sizes) {
                without.measure(source, traffic, bytes, WARM_UP_MILLIS);
            }
            for (var mode : MODES) {
                open(tunneling, mode);
                for (int bytes : sizes) { // of ESP what is compiled depends on it
                    within.measure(source, traffic, bytes, WARM_UP_MILLIS);
                }
                compare(run, mode, source, traffic, without, within);
                tunneling.shell(mode.equals(ESP) ? "xfrm policy flush; xfrm state flush" : "tunnel del t0");
            }
        }
        return true;
    }

    private static void open(InabaRouter router, String mode) throws IOException, InterruptedException {
        if (mode.equals(ESP)) {
            openEsp(router);
            return;
        }
        boolean ipv4 = mode.equals("sit") || mode.equals("gre");
        router.shell("tunnel add t0 mode " + mode + " local " + (ipv4 ? LOCAL4 : Topology.RIGHT) + " remote "
                + (ipv4 ? REMOTE4 : Topology.SINK) + "; route6 add " + EVERYWHERE.getFirst() + " dev t0");
    }

    /// A policy for what is forwarded, with AES-128-GCM.
    private static void openEsp(InabaRouter router) throws IOException, InterruptedException {
        var ends = "src " + Topology.RIGHT + " dst " + Topology.SINK + " proto esp ";
        router.shell("route6 add " + EVERYWHERE.getFirst() + " via "
                + Topology.SINK + " dev out; xfrm state add " + ends
                + "spi 0x100 mode tunnel aead 'rfc4106(gcm(aes))' 0x"
                + "5a".repeat(20) + " 128; xfrm policy add src ::/0 dst " + EVERYWHERE.getFirst() + " dir out tmpl "
                + ends
                + "mode tunnel");
    }

    private static void compare(Run run, String mode, SocketSource source, Traffic traffic, Flood without, Flood within)
            throws IOException, InterruptedException {
        Map<Integer, List<Flood.Rate>> plain = new LinkedHashMap<>();
        Map<Integer, List<Flood.Rate>> inside = new LinkedHashMap<>();
        for (int round = 0; round < (run.full() ? 7 : 3); round++) {
            for (int bytes : run.chosenNumbers("bytes", SIZES)) {
                long millis = run.full() ? 1_000 : 250;
                plain.computeIfAbsent(bytes, _ -> new ArrayList<>())
                        .add(without.measure(source, traffic, bytes, millis));
                inside.computeIfAbsent(bytes, _ -> new ArrayList<>())
                        .add(within.measure(source, traffic, bytes, millis));
            }
        }
        plain.forEach((bytes, rates) -> print(run, mode, bytes, rates, inside.getOrDefault(bytes, List.of())));
    }

    private static void print(Run run, String mode, int bytes, List<Flood.Rate> plain, List<Flood.Rate> inside) {
        var ratio = Cell.ratio(inside, plain);
        var kpps =
                new Series(inside.stream().mapToDouble(r -> r.received() / 1e3).toArray());
        run.out()
                .printf(
                        Locale.ROOT,
                        "tunnel   %-8s %5d bytes %,9.0f kpps %6.2f Gbit/s %7.2f of plain forwarding (%.2f-%.2f)%n",
                        mode,
                        bytes,
                        kpps.median(),
                        kpps.median() * bytes * 8 / 1e6,
                        ratio.median(),
                        ratio.least(),
                        ratio.most());
        run.results()
                .add(
                        "benchmark",
                        "tunnel",
                        "mode",
                        mode,
                        "bytes",
                        bytes,
                        "kpps",
                        kpps.median(),
                        "ratio",
                        ratio.median());
    }
}
