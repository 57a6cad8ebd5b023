package inaba.bench.forward;

import inaba.lab.ApplianceProcess;
import inaba.lab.Processors;
import inaba.linux.CompilerTime;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An appliance of ours with one driver on both links.
final class InabaRouter implements Router {
    private static final String GENERIC = "-generic";
    /// At the end of a name: its workers stay awake.
    static final String SPIN = "-spin";
    private static final int SPIN_MICROS = 1_000;
    private static final Duration LOADING = Duration.ofMinutes(5);
    private static final int MOST_NEIGHBORS = 2_097_152;

    private final String name;
    private final String driver;
    private final Topology.Path path;
    private final ApplianceProcess appliance;
    private final long began;
    private Duration starting = Duration.ZERO;
    private Duration loading = Duration.ZERO;

    /// Launches it; [#awaitReady] waits until it forwards.
    ///
    /// @param name a driver, perhaps with `-generic` or `-spin`, or another word that tells it from others
    InabaRouter(Topology topology, String name) throws IOException, InterruptedException {
        this.name = name;
        driver = name.split("-", 2)[0];
        path = topology.path(name);
        var lines = new ArrayList<>(List.of(
                "setting set inaba.addrconf dup.addr.detect.transmits 0", // else two seconds each time
                "link add in " + device(driver, "in0"),
                "link add out " + device(driver, "out0"),
                "addr6 add " + Topology.LEFT + "/64 dev in nodad",
                "addr6 add " + Topology.RIGHT + "/64 dev out nodad",
                "neigh6 add " + Topology.SINK + " lladdr " + path.next() + " dev out"));
        if (name.endsWith(SPIN)) {
            lines.add(spinning(true));
        }
        began = System.nanoTime();
        appliance = ApplianceProcess.launch(
                path.router(), topology.network().folder().resolve("state-" + name), lines, List.of());
    }

    private static String spinning(boolean awake) {
        return "setting set inaba.core spin.us " + (awake ? SPIN_MICROS : 0);
    }

    /// Launches one and waits until it forwards.
    static InabaRouter start(Topology topology, String name) throws IOException, InterruptedException {
        var router = new InabaRouter(topology, name);
        try {
            router.awaitReady();
            return router;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (router) {
                throw e;
            }
        }
    }

    @Override
    public void awaitReady() throws IOException, InterruptedException {
        appliance.awaitReady();
        starting = Duration.ofNanos(System.nanoTime() - began);
        Processors.leaveFirst(path.router(), process());
    }

    @Override
    public Duration compiling() throws IOException {
        return CompilerTime.of(process());
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
        load(
                "route6",
                routes.stream()
                        .map(prefix -> prefix + " via " + Topology.SINK + " dev out")
                        .toList());
    }

    @Override
    public void neighbors(List<Prefix> addresses) throws IOException, InterruptedException {
        shell("setting set inaba.core neighbors.most " + MOST_NEIGHBORS);
        load(
                "neigh6",
                addresses.stream()
                        .map(address -> address.address() + " lladdr " + path.next() + " dev out")
                        .toList());
    }

    private void load(String command, List<String> lines) throws IOException, InterruptedException {
        var file = Files.write(appliance.state().resolve("bulk"), lines);
        Processors.useAll(path.router(), process()); // nothing is forwarded meanwhile
        long began = System.nanoTime();
        appliance.attach(command, "load", file.toString()).succeed(LOADING);
        loading = Duration.ofNanos(System.nanoTime() - began);
        Processors.leaveFirst(path.router(), process());
    }

    /// How long the routes or neighbours that were added last took, on all processors: from the start of the process
    /// that asks until it said that workers forward by them.
    Duration loading() {
        return loading;
    }

    /// Workers stay awake from now on, or sleep in pauses.
    void spin(boolean awake) throws IOException, InterruptedException {
        shell(spinning(awake));
    }

    /// Runs a line in its shell.
    String shell(String line) throws IOException, InterruptedException {
        return appliance.shell(line);
    }

    /// From the start of the process until it forwarded.
    Duration starting() {
        return starting;
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
    public void end() {
        appliance.task().terminate();
    }

    @Override
    public void close() throws IOException {
        appliance.close();
    }
}
