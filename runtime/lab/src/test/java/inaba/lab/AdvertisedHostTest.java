package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The appliance as a host of radvd.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AdvertisedHostTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void theApplianceMakesItselfAnAddressAndARouteFromRadvd() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var router = network.host("radvd");
            var host = network.host("appliance");
            network.cable(router, "eth0", host, "net0");
            router.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
            router.run("ip addr add 2001:db8:5::1/64 dev eth0 nodad");
            router.run("ip addr add 2001:db8:6::1/64 dev lo");
            Until.holds(
                    "a link-local address", SOON, () -> router.run("ip -6 -o addr show dev eth0 scope link -tentative")
                            .contains("fe80::"));
            var folder = Files.createDirectory(network.folder().resolve("radvd"));
            var config = Files.writeString(folder.resolve("radvd.conf"), """
                    interface eth0 {
                        AdvSendAdvert on;
                        MinRtrAdvInterval 3;
                        MaxRtrAdvInterval 4;
                        prefix 2001:db8:5::/64 { AdvValidLifetime 3600; AdvPreferredLifetime 1800; };
                        route 2001:db8:7::/64 { AdvRoutePreference high; };
                    };
                    """);
            var radvd = "radvd -n -m stderr -C " + config + " -p " + folder.resolve("pid");
            try (var appliance = ApplianceProcess.start(
                            host,
                            network.folder().resolve("state"),
                            List.of(),
                            List.of("--feature", "host", "--link", "net=packet:net0"));
                    var _ = router.start(radvd)) {
                Until.holds("an address", SOON, () -> appliance.shell("addr6").contains("2001:db8:5:"));
                Until.holds(
                        "a default route", SOON, () -> appliance.shell("route6").contains("default via fe80:"));
                var routes = appliance.shell("route6");
                assertTrue(routes.contains("2001:db8:5::/64 dev net"), "on-link by its prefix: " + routes);
                assertTrue(routes.contains("2001:db8:7::/64 via fe80:"), "RFC 4191: " + routes);

                var ping = appliance.shell("ping6 -c 3 -i 0.2 2001:db8:6::1");
                assertTrue(ping.contains("3 received"), ping);
            }
        }
    }
}
