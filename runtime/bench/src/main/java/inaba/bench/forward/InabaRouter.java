package inaba.bench.forward;

import inaba.lab.ApplianceProcess;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// An appliance of ours with one driver on both links.
final class InabaRouter implements Router {
    private final String driver;
    private final Topology.Path path;
    private final ApplianceProcess appliance;

    InabaRouter(Topology topology, String driver) throws IOException, InterruptedException {
        this.driver = driver;
        path = topology.path(driver);
        appliance = ApplianceProcess.start(
                path.router(),
                topology.network().folder().resolve("state-" + driver),
                List.of(
                        "addr6 add " + Topology.LEFT + "/64 dev in nodad",
                        "addr6 add " + Topology.RIGHT + "/64 dev out nodad",
                        "neigh6 add " + Topology.SINK + " lladdr " + path.next() + " dev out"),
                List.of("--link", "in=" + driver + ":in0", "--link", "out=" + driver + ":out0"));
        Processors.leaveFirst(path.router(), appliance.task().pid());
    }

    @Override
    public String name() {
        return driver;
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
        appliance.shell("route6 load " + file);
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
