package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The kernel's settings of a device that the appliance held are afterwards what they were, also when it was killed.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GivingBackTest {
    static final List<String> DRIVERS = Lab.DRIVERS;
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest(name = "driver {0}")
    @FieldSource("DRIVERS")
    void killedAndStartedAgainItLeavesEverythingAsItWas(String driver) throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var host = network.host("host");
            var router = network.host("appliance");
            network.cable(host, "eth0", router, "lan0");
            furnish(host, router);
            var before = settings(router);
            var state = network.folder().resolve("state");

            var first = start(router, state, driver);
            assertNotEquals(before, settings(router), "generic receive offload is off while the device is held");
            host.run("ping -n -c 3 -i 0.1 2001:db8:1::1");
            first.kill();
            assertEquals(137, first.task().await(SOON));

            try (var again = start(router, state, driver)) {
                host.run("ping -n -c 3 -i 0.1 2001:db8:1::1");
                again.task().terminate();
                assertEquals(0, again.task().await(SOON), again.task()::toString);
            }
            assertEquals(before, settings(router));
            host.run("ping -n -c 3 -i 0.1 2001:db8:9::1");
            host.run("ping -n -c 3 -i 0.1 192.0.2.1");
        }
    }

    private static ApplianceProcess start(Host router, Path state, String driver)
            throws IOException, InterruptedException {
        return ApplianceProcess.start(
                router,
                state,
                List.of("addr6 add 2001:db8:1::1/64 dev lan"),
                List.of("--link", "lan=" + driver + ":lan0"));
    }

    private static void furnish(Host host, Host router) throws IOException, InterruptedException {
        for (var command : List.of(
                "ip addr add 192.0.2.1/24 dev lan0",
                "ip addr add 2001:db8:9::1/64 dev lan0 nodad",
                "ip route add 2001:db8:8::/64 via 2001:db8:9::2",
                "ip route add 198.51.100.0/24 via 192.0.2.2",
                "sysctl -qw net.ipv6.conf.lan0.accept_ra=0 net.ipv6.conf.lan0.forwarding=1",
                "ethtool -K lan0 gro on")) {
            router.run(command);
        }
        host.run("ip addr add 192.0.2.2/24 dev eth0");
        host.run("ip addr add 2001:db8:9::2/64 dev eth0 nodad");
        host.run("ip addr add 2001:db8:1::2/64 dev eth0 nodad");
        Until.holds(
                "link-local addresses",
                SOON,
                () -> router.run("ip -6 addr show tentative").isBlank()
                        && host.run("ip -6 addr show tentative").isBlank());
    }

    /// Everything that the kernel tells about a device, without counters and lifetimes that run.
    private static String settings(Host router) throws IOException, InterruptedException {
        var all = new StringBuilder();
        for (var command : List.of(
                "ip -d link show dev lan0",
                "ip addr show dev lan0",
                "ip -4 route show table all",
                "ip -6 route show table all",
                "ethtool -k lan0",
                "tc qdisc show dev lan0",
                "sysctl -a --pattern net.ipv[46].(conf|neigh).lan0")) {
            all.append(router.run(command));
        }
        return all.toString();
    }
}
