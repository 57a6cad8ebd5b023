package inaba.lab;

import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// An appliance with three links, a Linux host on each that it knows as a neighbour, and floods from one of them:
///
///     lan:eth0 ─── lan0:appliance:wan0 ─── eth0:wan
///                       dmz0
///                        └─── eth0:dmz
///
/// The generator has the first processor, the appliance the others.
final class FloodLab implements AutoCloseable {
    static final Ipv6Address LAN = Ipv6Address.parse("2001:db8:1::");
    static final Ipv6Address LAN_ROUTER = LAN.withInterfaceId(1);
    static final Ipv6Address LAN_HOST = LAN.withInterfaceId(2);
    static final Ipv6Address WAN_HOST = Ipv6Address.parse("2001:db8:2::2");
    static final Ipv6Address DMZ = Ipv6Address.parse("2001:db8:3::");
    static final Ipv6Address DMZ_ROUTER = DMZ.withInterfaceId(1);
    static final Ipv6Address DMZ_HOST = Ipv6Address.parse("2001:db8:3::2");
    private static final List<String> LINKS = List.of("lan", "wan", "dmz");
    /// On wan, with a MAC of nobody, so that its packets end at the device.
    private static final String SINK = "2001:db8:2::99";

    private static final long MOST = 2_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration TRIAL = Duration.ofMillis(300);
    private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

    private final Network network;
    private final Host router;
    private final List<Host> hosts;
    private final ApplianceProcess appliance;
    private final List<MacAddress> macs;

    private FloodLab(
            Network network, Host router, List<Host> hosts, ApplianceProcess appliance, List<MacAddress> macs) {
        this.network = network;
        this.router = router;
        this.hosts = hosts;
        this.appliance = appliance;
        this.macs = macs;
    }

    /// @param config further lines of the appliance's configuration
    static FloodLab start(String driver, List<String> config) throws IOException, InterruptedException {
        var network = Network.open();
        try {
            var router = network.host("appliance");
            var hosts = new ArrayList<Host>();
            var macs = new ArrayList<MacAddress>();
            var lines = new ArrayList<>(config);
            var options = new ArrayList<String>();
            for (int i = 0; i < LINKS.size(); i++) {
                var link = LINKS.get(i);
                var subnet = "2001:db8:" + (i + 1) + "::";
                var host = network.host(link);
                network.cable(host, "eth0", router, link + "0");
                host.run("ip addr add " + subnet + "2/64 dev eth0 nodad");
                host.run("ip route add default via " + subnet + "1 dev eth0");
                lines.add("addr6 add " + subnet + "1/64 dev " + link + " nodad");
                options.addAll(List.of("--link", link + "=" + driver + ":" + link + "0"));
                hosts.add(host);
                macs.add(MacAddress.parse(
                        router.run("cat /sys/class/net/" + link + "0/address").strip()));
            }
            lines.add("neigh6 add " + SINK + " lladdr 02:00:00:00:00:99 dev wan");
            var state = network.folder().resolve("state");
            var appliance = ApplianceProcess.start(router, state, lines, options);
            Processors.leaveFirst(router, appliance.task().pid());
            return new FloodLab(network, router, List.copyOf(hosts), appliance, List.copyOf(macs));
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    Host lan() {
        return hosts.get(0);
    }

    Host wan() {
        return hosts.get(1);
    }

    Host dmz() {
        return hosts.get(2);
    }

    /// Of the appliance's device on dmz.
    MacAddress dmzMac() {
        return macs.get(2);
    }

    /// Of the appliance's device on lan.
    MacAddress lanMac() {
        return macs.get(0);
    }

    /// The namespace that the appliance runs in.
    Host router() {
        return router;
    }

    Network network() {
        return network;
    }

    ApplianceProcess appliance() {
        return appliance;
    }

    /// The fastest rate at which everything that dmz sends arrives on wan, packets a second.
    double lossFreeRate() throws IOException, InterruptedException {
        try (var arena = Arena.ofShared();
                var arrivals = wan().call(() -> new DeviceCount("eth0"))) {
            var frames = FloodFrames.packets(arena, dmzMac(), DMZ_HOST, Ipv6Address.parse(SINK));
            sent(frames, 0, WARM_UP);
            var fastest = sent(frames, 0, TRIAL) / (TRIAL.toNanos() / 1e9);
            return LossSearch.search(Math.min(MOST, fastest), 0, rate -> {
                long before = arrivals.settled();
                long sent = sent(frames, (long) rate, TRIAL);
                return 1 - (double) (arrivals.settled() - before) / sent;
            });
        }
    }

    private long sent(Frames frames, long perSecond, Duration time) throws IOException, InterruptedException {
        var generator = Generator.start(dmz(), "eth0", frames, perSecond);
        try (generator) {
            LockSupport.parkNanos(time.toNanos());
        }
        return generator.sent();
    }

    /// Rows of the neighbour table.
    List<JsonObject> neighbors() throws IOException, InterruptedException {
        return Counters.json(appliance.shell("neigh6 -j")).getValuesAs(JsonObject.class);
    }

    /// Bytes of the heap in use after a collection.
    long heap() throws IOException, InterruptedException {
        jcmd("GC.run");
        var used = HEAP.matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("no use of the heap is told");
        }
        return Long.parseLong(used.group(1)) << 10;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Task.start(jcmd, Long.toString(appliance.task().pid()), command).succeed(Host.LIMIT);
    }

    @Override
    public void close() throws IOException {
        try (network) {
            appliance.close();
        }
    }
}
