package inaba.bench.forward;

import inaba.lab.Task;
import inaba.wire.Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// DPDK's `testpmd` on the devices, through AF_PACKET or AF_XDP. It is no router: it swaps MACs, and neither looks
/// anything up nor counts hops. What it forwards is the limit of what its drivers can do.
final class DpdkRouter implements Router {
    static final String NAME = "dpdk-";
    private static final String XDP = "dpdk-af_xdp";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Topology.Path path;
    private final Task task;

    /// @param name `dpdk-af_packet` or `dpdk-af_xdp`
    DpdkRouter(Topology topology, String name) throws IOException, InterruptedException {
        this.name = name;
        path = topology.path(name);
        path.router().run("sysctl -qw net.ipv6.conf.all.disable_ipv6=1");
        var pmd = name.equals(XDP) ? "net_af_xdp" : "net_af_packet";
        var words = List.of(
                "dpdk-testpmd",
                "--no-huge",
                "-m",
                "512",
                "--no-pci",
                "--no-telemetry",
                "--no-shconf",
                "-l",
                "0-1",
                "--vdev",
                pmd + "0,iface=in0",
                "--vdev",
                pmd + "1,iface=out0",
                "--",
                "--no-mlockall",
                "--forward-mode=mac",
                "--eth-peer=1," + path.next(),
                "--port-topology=paired",
                "--auto-start",
                "--total-num-mbufs=16384",
                "--stats-period=3600");
        task = path.router().start(words, Map.of());
        try {
            task.awaitOutput("Port statistics", LIMIT);
            signal("STOP");
        } catch (IOException | InterruptedException e) {
            task.kill();
            throw e;
        }
    }

    /// testpmd is there, and a second processor, which it wants for itself.
    static boolean available() throws InterruptedException {
        try (var task = Task.start("dpdk-testpmd", "--version")) {
            task.await(LIMIT);
            return Runtime.getRuntime().availableProcessors() > 1;
        } catch (IOException none) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Topology.Path path() {
        return path;
    }

    @Override
    public Xdp xdp() {
        return name.equals(XDP) ? Xdp.NATIVE : Xdp.NONE;
    }

    @Override
    public Awake awake() throws IOException, InterruptedException {
        signal("CONT");
        return () -> signal("STOP");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Task.start("kill", "-" + name, Long.toString(task.pid())).succeed(LIMIT);
    }

    @Override
    public void add(List<Prefix> routes) {
        // It has no table.
    }

    @Override
    public Duration cpu() {
        return ProcessHandle.of(task.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        try {
            signal("CONT"); // one that sleeps does not hear that it is to end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        task.close();
    }
}
