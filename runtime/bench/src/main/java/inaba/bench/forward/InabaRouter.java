package inaba.bench.forward;

import inaba.lab.ApplianceProcess;
import inaba.lab.Processors;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An appliance of ours with one driver on both links.
final class InabaRouter implements Router {
    private static final String GENERIC = "-generic";
    private static final String SPIN = "-spin";
    private static final int SPIN_MICROS = 1_000;
    private static final Duration LOADING = Duration.ofMinutes(5);
    private static final int LINES = 500; // at once: the words of a process are limited

    private final String name;
    private final String driver;
    private final Topology.Path path;
    private final ApplianceProcess appliance;
    private final Duration start;

    /// @param name a driver, perhaps with `-generic` or `-spin`, or another word that tells it from others
    InabaRouter(Topology topology, String name) throws IOException, InterruptedException {
        this.name = name;
        driver = name.split("-", 2)[0];
        path = topology.path(name);
        var lines = new ArrayList<>(List.of(
                "addr6 add " + Topology.LEFT + "/64 dev in nodad",
                "addr6 add " + Topology.RIGHT + "/64 dev out nodad",
                "neigh6 add " + Topology.SINK + " lladdr " + path.next() + " dev out"));
        if (name.endsWith(SPIN)) {
            lines.add("setting set inaba.core spin.us " + SPIN_MICROS);
        }
        long began = System.nanoTime();
        appliance = ApplianceProcess.start(
                path.router(),
                topology.network().folder().resolve("state-" + name),
                lines,
                List.of("--link", "in=" + device(driver, "in0"), "--link", "out=" + device(driver, "out0")));
        start = Duration.ofNanos(System.nanoTime() - began);
        Processors.leaveFirst(path.router(), appliance.task().pid());
    }

    private String device(String with, String device) {
        return with + ':' + device + (name.endsWith(GENERIC) ? ",generic" : "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Xdp xdp() {
        return !driver.equals("xdp") ? Xdp.NONE : name.endsWith(GENERIC) ? Xdp.GENERIC : Xdp.NATIVE;
    }

    @Override
    public Topology.Path path() {
        return path;
    }

    @Override
    public void add(List<Prefix> routes) throws IOException, InterruptedException {
        var lines = routes.stream()
                .map(prefix -> prefix + " via " + Topology.SINK + " dev out")
                .toList();
        var file = Files.write(appliance.state().resolve("routes"), lines);
        appliance.attach("route6", "load", file.toString()).succeed(LOADING);
    }

    @Override
    public void neighbors(List<Prefix> addresses) throws IOException, InterruptedException {
        for (int from = 0; from < addresses.size(); from += LINES) {
            var some = addresses.subList(from, Math.min(addresses.size(), from + LINES));
            shell(some.stream()
                    .map(address -> "neigh6 add " + address.address() + " lladdr " + path.next() + " dev out")
                    .collect(Collectors.joining("; ")));
        }
    }

    /// Runs a line in its shell.
    String shell(String line) throws IOException, InterruptedException {
        return appliance.shell(line);
    }

    /// From the start of the process until it forwarded.
    Duration start() {
        return start;
    }

    /// Of the JVM.
    long process() {
        return appliance.task().pid();
    }

    @Override
    public Duration cpu() {
        return ProcessHandle.of(appliance.task().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        appliance.close();
    }
}
