package inaba.bench.forward;

import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The kernel's own forwarding.
final class LinuxRouter implements Router {
    private final Topology.Path path;
    private final Path folder;

    LinuxRouter(Topology topology) throws IOException, InterruptedException {
        path = topology.path(name());
        folder = topology.network().folder();
        var host = path.router();
        host.run("sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.route.max_size=2147483647");
        host.run("ip addr add " + Topology.LEFT + "/64 dev in0 nodad");
        host.run("ip addr add " + Topology.RIGHT + "/64 dev out0 nodad");
        host.run("ip neigh add " + Topology.SINK + " lladdr " + path.next() + " dev out0");
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public Topology.Path path() {
        return path;
    }

    @Override
    public void add(List<Prefix> routes) throws IOException, InterruptedException {
        var lines = routes.stream()
                .map(prefix -> "route add " + prefix + " via " + Topology.SINK + " dev out0")
                .toList();
        var file = Files.write(folder.resolve("linux-routes"), lines);
        path.router().run("ip -6 -batch " + file);
    }

    /// Permanent ones, which do not count towards the kernel's `gc_thresh3`.
    @Override
    public void neighbors(List<Prefix> addresses) throws IOException, InterruptedException {
        var lines = addresses.stream()
                .map(address -> "neigh replace " + address.address() + " lladdr " + path.next() + " dev out0")
                .toList();
        path.router().run("ip -6 -batch " + Files.write(folder.resolve("linux-neighbours"), lines));
    }

    @Override
    public Duration cpu() {
        return Duration.ZERO;
    }

    @Override
    public void close() {}
}
