package inaba.bench.forward;

import inaba.bench.Benchmark;
import inaba.bench.RegistryTable;
import inaba.bench.Run;
import inaba.lab.Task;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// `profile`: where a worker spends its time while it forwards as much as it can, as the JDK's Flight Recorder samples
/// it.
public final class ProfileBenchmark implements Benchmark {
    private static final List<String> DRIVERS = List.of("packet", "xdp");
    private static final int BYTES = 78;
    private static final int ROUTES = 1_000;
    private static final long SHORT_MILLIS = 8_000;
    private static final long FULL_MILLIS = 30_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public boolean run(Run run) throws IOException, InterruptedException {
        try (var topology = Topology.open()) {
            for (var driver : run.chosen("drivers", DRIVERS)) {
                try (var router = InabaRouter.start(topology, driver)) {
                    profile(run, topology, router);
                }
            }
        }
        return true;
    }

    private static void profile(Run run, Topology topology, InabaRouter router)
            throws IOException, InterruptedException {
        var prefixes = RegistryTable.of(ROUTES, new SplittableRandom(1));
        router.add(List.of(Prefix.parse("2000::/3")));
        router.add(prefixes);
        var traffic = new Traffic(prefixes);
        var flood = new Flood(topology, router);
        var source = new SocketSource(topology.sender());
        flood.warmUp(source, traffic, BYTES);
        var file = topology.network().folder().resolve(router.name() + ".jfr");
        command(router, "JFR.start name=path " + WorkerProfile.EVENTS);
        var rate = flood.measure(source, traffic, BYTES, run.full() ? FULL_MILLIS : SHORT_MILLIS);
        command(router, "JFR.stop name=path filename=" + file);
        print(run, router.name(), rate, WorkerProfile.of(file, "inaba-in/"));
    }

    private static void command(InabaRouter router, String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Task.start(List.of(jcmd.toString(), Long.toString(router.process()), command), Map.of())
                .succeed(LIMIT);
    }

    private static void print(Run run, String driver, Flood.Rate rate, WorkerProfile profile) {
        run.out()
                .printf(
                        Locale.ROOT,
                        "%s: %,.0f packets/s, %.0f ns of CPU each; %d samples of the worker%n",
                        driver,
                        rate.received(),
                        rate.cpu(),
                        profile.samples());
        for (var line : profile.top()) {
            run.out().printf(Locale.ROOT, "  %5.1f %%  %s%n", line.percent(), line.method());
            run.results()
                    .add("benchmark", "profile", "driver", driver, "method", line.method(), "percent", line.percent());
        }
        run.out()
                .printf(
                        "  %,d bytes allocated by the worker, %d collections%n",
                        profile.allocated(), profile.collections());
    }
}
