package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two routers on the host's link; the other one is nearer to where the host sends (RFC 4861 §8).
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedirectTest {
    private static final String BEHIND_OTHER = "2001:db8:3::1";

    @Test
    void theHostIsRedirectedToTheBetterRouter() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var hub = network.hub("hub");
            var host = network.host("host");
            var other = network.host("other");
            var router = network.host("appliance");
            network.plug(hub, host, "eth0");
            network.plug(hub, other, "eth0");
            network.plug(hub, router, "lan0");
            other.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
            other.run("ip addr add fe80::2/64 dev eth0 nodad");
            other.run("ip addr add " + BEHIND_OTHER + "/64 dev lo");
            other.run("ip route add 2001:db8:1::/64 dev eth0");
            var config = List.of(
                    "addr6 add " + Lab.LAN + "/64 dev lan",
                    "route6 add 2001:db8:3::/64 via fe80::2 dev lan",
                    "ra6 set lan on");
            var state = network.folder().resolve("state");
            try (var _ = ApplianceProcess.start(router, state, config, List.of("--link", "lan=packet:lan0"));
                    var capture = Capture.start(network, host, "eth0", "icmp6")) {
                var ready = Duration.ofSeconds(10);
                Until.holds("a default route", ready, () -> !host.run("ip -6 route show default")
                        .isEmpty());
                Until.holds(
                        "an address",
                        ready,
                        () -> host.start("ping -c 1 -W 1 " + Lab.LAN).await(ready) == 0);

                host.run("ping -n -c 5 -i 0.2 " + BEHIND_OTHER);

                var route = host.run("ip -6 route get " + BEHIND_OTHER);
                assertTrue(route.contains("via fe80::2 dev eth0"), route);
                var redirect = "icmpv6.type == 137";
                assertFalse(capture.stop().matching(redirect).isEmpty());
                assertEquals(List.of(), capture.matching(redirect + " && ipv6.hlim != 255"));
                assertEquals(List.of(BEHIND_OTHER), distinct(capture, "icmpv6.rd.na.destination_address", redirect));
                assertEquals(List.of("fe80::2"), distinct(capture, "icmpv6.nd.rd.target_address", redirect));
                assertEquals(List.of(), capture.matching("_ws.malformed || icmpv6.checksum.status == Bad"));
            }
        }
    }

    private static List<String> distinct(Capture capture, String field, String filter)
            throws IOException, InterruptedException {
        return capture.field(field, filter).stream().distinct().toList();
    }
}
