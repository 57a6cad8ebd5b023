package inaba.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `host - appliance - server`, Linux at both ends:
///
///     host:eth0 ─── lan0:appliance:wan0 ─── eth0:server
///     SLAAC         2001:db8:1::1/64        2001:db8:2::2/64
///                   fe80::1/64 on wan       default via fe80::1
///                   2001:db8:2::1/64
///
/// The host has nothing configured: it listens to the appliance's Router Advertisements.
public final class Lab implements AutoCloseable {
    /// The drivers that take a device of the kernel over.
    public static final List<String> DRIVERS = List.of("packet", "xdp", "pcap");

    public static final String LAN = "2001:db8:1::1";
    public static final String WAN = "2001:db8:2::1";
    public static final String SERVER = "2001:db8:2::2";
    public static final String LAN4 = "10.0.0.1";
    public static final String WAN4 = "10.0.1.1";
    public static final String SERVER4 = "10.0.1.2";
    private static final Duration TIMELY = Duration.ofSeconds(5);
    private static final Pattern SLAAC =
            Pattern.compile("inet6 (2001:db8:1:[0-9a-f:]+)/64 scope global (?!.*tentative)");
    private static final Pattern DEFAULT = Pattern.compile("default via (fe80::[0-9a-f:]+) dev eth0 proto ra");

    private final Network network;
    private final Host host;
    private final Host router;
    private final Host server;
    private ApplianceProcess appliance;

    private Lab(Network network, Host host, Host router, Host server, ApplianceProcess appliance) {
        this.network = network;
        this.host = host;
        this.router = router;
        this.server = server;
        this.appliance = appliance;
    }

    /// Builds the network, starts the appliance and waits until it is ready.
    public static Lab start(String driver) throws IOException, InterruptedException {
        return start(driver, 1500);
    }

    /// @param wanMtu of the link between appliance and server
    public static Lab start(String driver, int wanMtu) throws IOException, InterruptedException {
        var network = Network.open();
        try {
            var host = network.host("host");
            var router = network.host("appliance");
            var server = network.host("server");
            network.cable(host, "eth0", router, "lan0");
            network.cable(server, "eth0", router, "wan0");
            if (wanMtu != 1500) {
                server.run("ip link set eth0 mtu " + wanMtu);
                router.run("ip link set wan0 mtu " + wanMtu);
            }
            server.run("ip addr add " + SERVER + "/64 dev eth0 nodad");
            server.run("ip route add default via fe80::1 dev eth0");
            return new Lab(network, host, router, server, start(network, router, driver));
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static ApplianceProcess start(Network network, Host router, String driver)
            throws IOException, InterruptedException {
        return ApplianceProcess.start(
                router,
                network.folder().resolve("state"),
                List.of(
                        "addr6 add " + LAN + "/64 dev lan",
                        "addr6 add " + WAN + "/64 dev wan",
                        "addr6 add fe80::1/64 dev wan",
                        "ra6 set lan on"),
                List.of("--link", "lan=" + driver + ":lan0", "--link", "wan=" + driver + ":wan0"));
    }

    public Network network() {
        return network;
    }

    public Host host() {
        return host;
    }

    /// The namespace that the appliance runs in.
    public Host router() {
        return router;
    }

    public Host server() {
        return server;
    }

    public ApplianceProcess appliance() {
        return appliance;
    }

    /// Ends the appliance and starts it again in the same state folder.
    ///
    /// @param gently with SIGTERM, else with SIGKILL
    public void restart(boolean gently, String driver) throws IOException, InterruptedException {
        if (gently) {
            appliance.close();
        } else {
            appliance.kill();
            appliance.task().await(TIMELY);
        }
        appliance = start(network, router, driver);
    }

    /// Adds IPv4: `10.0.0.2` host, `10.0.0.1` appliance `10.0.1.1`, `10.0.1.2` server; waits until none is tentative.
    public void addIp4() throws IOException, InterruptedException {
        host.run("ip addr add 10.0.0.2/24 dev eth0");
        host.run("ip route add default via " + LAN4);
        server.run("ip addr add " + SERVER4 + "/24 dev eth0");
        server.run("ip route add default via " + WAN4);
        appliance.shell("addr4 add " + LAN4 + "/24 dev lan; addr4 add " + WAN4 + "/24 dev wan");
        Until.holds("assigned addresses", Duration.ofSeconds(10), () -> !appliance
                .shell("addr4")
                .contains("tentative"));
    }

    /// Waits until the host has made itself an address from the advertised prefix.
    public String awaitAddress() throws IOException, InterruptedException {
        return Until.found("an address from the advertisement", TIMELY, () -> {
            var found = SLAAC.matcher(host.run("ip -6 -o addr show dev eth0"));
            return found.find() ? found.group(1) : null;
        });
    }

    /// Waits until the host has a default route from an advertisement.
    ///
    /// @return the link-local address of the appliance
    public String awaitDefaultRoute() throws IOException, InterruptedException {
        return Until.found("a default route from the advertisement", TIMELY, () -> {
            var found = DEFAULT.matcher(host.run("ip -6 route show default"));
            return found.find() ? found.group(1) : null;
        });
    }

    /// What a person may try, as commands to be copied.
    List<String> suggestions(String routerAddress) {
        var atHost = "ip netns exec " + host.namespace() + " ";
        var atServer = "ip netns exec " + server.namespace() + " ";
        var lines = new ArrayList<String>();
        lines.add(atHost + "ping " + SERVER);
        lines.add(atHost + "traceroute6 " + SERVER);
        lines.add(atHost + "tracepath -6 -n " + SERVER);
        lines.add(atHost + "rdisc6 eth0");
        lines.add(atHost + "ndisc6 " + routerAddress + " eth0");
        lines.add(atServer + "iperf3 -s        and        " + atHost + "iperf3 -6 -c " + SERVER);
        lines.add(atHost + "tshark -i eth0");
        lines.add(String.join(" ", appliance.attachWords()));
        return lines;
    }

    /// Ends the appliance, then takes the network away.
    @Override
    public void close() throws IOException {
        try (network) {
            appliance.close();
        }
    }
}
