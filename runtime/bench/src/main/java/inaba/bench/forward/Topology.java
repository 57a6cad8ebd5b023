package inaba.bench.forward;

import inaba.lab.DeviceCount;
import inaba.lab.Host;
import inaba.lab.Network;
import inaba.linux.Takeover;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One sender and one sink, and between them each router that is compared, by veths with one queue of its own:
///
///     sender:g1 ─── in0:linux:out0  ─── s1:sink
///     sender:g2 ─── in0:packet:out0 ─── s2:sink
///
/// What reaches the sink is counted by its device and dropped at once.
final class Topology implements AutoCloseable {
    static final String SENDER = "2001:db8:1::2";
    static final String LEFT = "2001:db8:1::1";
    static final String RIGHT = "2001:db8:2::1";
    static final String SINK = "2001:db8:2::2";
    static final MacAddress SENDER_MAC = new MacAddress(0x0200_0000_0003L);
    private static final long ROUTER_MAC = 0x0200_0000_0100L;
    private static final long SINK_MAC = 0x0200_0000_0200L;
    private static final String QUIET = "sysctl -qw net.ipv6.conf.default.disable_ipv6=1";

    private final Network network;
    private final Host sender;
    private final Host sink;
    private final List<Takeover> held = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();

    /// A router's place: its devices are `in0` and `out0`.
    ///
    /// @param from the sender's device
    /// @param to the sink's device
    /// @param mac of `in0`
    /// @param next MAC of the sink
    record Path(Host router, String from, String to, MacAddress mac, MacAddress next) {}

    private Topology(Network network, Host sender, Host sink) {
        this.network = network;
        this.sender = sender;
        this.sink = sink;
    }

    static Topology open() throws IOException, InterruptedException {
        var network = Network.open();
        try {
            var topology = new Topology(network, network.host("sender"), network.host("sink"));
            topology.sender.run(QUIET);
            topology.sink.run(QUIET);
            return topology;
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// A new place for a router.
    Path path(String name) throws IOException, InterruptedException {
        int number = paths.size() + 1;
        var router = network.host(name);
        var path = new Path(
                router,
                "g" + number,
                "s" + number,
                new MacAddress(ROUTER_MAC + number),
                new MacAddress(SINK_MAC + number));
        network.cable(sender, path.from, router, "in0");
        network.cable(router, "out0", sink, path.to);
        router.run("ip link set in0 address " + path.mac);
        sink.run("ip link set " + path.to + " address " + path.next);
        var state = network.folder().resolve("sink");
        held.add(sink.call(() -> Takeover.of(path.to, state, true, false)));
        paths.add(path);
        return path;
    }

    Network network() {
        return network;
    }

    Host sender() {
        return sender;
    }

    Host sink() {
        return sink;
    }

    /// What has reached the sink on a path.
    DeviceCount arrivals(Path path) throws IOException, InterruptedException {
        return sink.call(() -> new DeviceCount(path.to));
    }

    @Override
    public void close() throws IOException {
        held.forEach(Takeover::close);
        network.close();
    }
}
