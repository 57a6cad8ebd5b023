package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The appliance on a port of a Linux bridge that queries, and that forwards groups to listeners only.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MulticastListenerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "ff05::db8:9";
    private static final String SOURCE = "2001:db8:5::99";

    @ParameterizedTest(name = "MLDv{0}")
    @ValueSource(ints = {2, 1})
    void aSnoopingBridgeLearnsWhatWeListenToAndWhatWeLeave(int version) throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var bridge = network.host("bridge");
            var host = network.host("appliance");
            bridge.run("ip link add name sw0 type bridge mcast_snooping 1 mcast_querier 1 mcast_mld_version " + version
                    + " mcast_query_interval 200 mcast_query_response_interval 100 mcast_startup_query_interval 100");
            bridge.run("ip link set sw0 up");
            network.cable(bridge, "port", host, "net0");
            bridge.run("ip link set port master sw0");
            var capture = Capture.start(network, bridge, "port", "ip6");
            try (var appliance = ApplianceProcess.start(
                    host, network.folder().resolve("state"), List.of(), List.of("--link", "net=packet:net0"))) {
                Until.holds(
                        "the querier", SOON, () -> appliance.shell("mld6").contains("version " + version + " querier"));
                appliance.shell("maddr6 add " + GROUP + " dev net");
                Until.holds("a listener", SOON, () -> groups(bridge).contains(GROUP));
                if (version == 2) {
                    appliance.shell("maddr6 add ff3e::db8:1 dev net include " + SOURCE);
                    Until.holds("a source", SOON, () -> groups(bridge).contains(SOURCE));
                }
                appliance.shell("maddr6 del " + GROUP + " dev net");
                Until.holds("nobody listens", SOON, () -> !groups(bridge).contains(GROUP));
                assertFalse(appliance.shell("mld6").isBlank());

                capture.stop();
                var mac = host.run("cat /sys/class/net/net0/address").strip();
                assertEquals(List.of(), capture.faults(mac));
                assertEquals(
                        List.of(),
                        capture.matching("icmpv6.type == 143 && (ipv6.hlim != 1 || !ipv6.opt.router_alert)"));
                assertEquals(
                        version == 1,
                        !capture.matching("icmpv6.type == 132 && eth.src == " + mac)
                                .isEmpty());
            }
        }
    }

    private static String groups(Host bridge) throws IOException, InterruptedException {
        return bridge.run("bridge -d mdb show dev sw0");
    }
}
