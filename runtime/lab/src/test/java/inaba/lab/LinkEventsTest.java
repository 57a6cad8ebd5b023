package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What happens to devices while they are held.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LinkEventsTest {
    static final List<String> DRIVERS = Lab.DRIVERS;
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest(name = "driver {0}")
    @FieldSource("DRIVERS")
    void downAndUpDuplicateAndGone(String driver) throws IOException, InterruptedException {
        try (var lab = Lab.start(driver)) {
            lab.awaitAddress();
            lab.awaitDefaultRoute();

            lab.host().run("ip link set eth0 down");
            Until.holds("no carrier", SOON, () -> lab.appliance()
                    .shell("link show lan")
                    .contains("NO-CARRIER"));
            lab.host().run("ip link set eth0 up");
            lab.awaitAddress();
            lab.awaitDefaultRoute();
            Until.holds("the host is served again", SOON, () -> pings(lab, Lab.SERVER));

            lab.server().run("ip addr add 2001:db8:2::77/64 dev eth0 nodad");
            lab.appliance().shell("addr6 add 2001:db8:2::77/64 dev wan");
            Until.holds("RFC 4862 §5.4", SOON, () -> lab.appliance()
                    .shell("addr6")
                    .contains("2001:db8:2::77/64 scope global dadfailed"));

            lab.server().run("ip link del eth0");
            Until.holds("the device is gone", SOON, () -> lab.appliance()
                    .shell("link show wan")
                    .contains("NO-CARRIER"));
            assertTrue(pings(lab, Lab.LAN), "the other link is served");
            lab.network().cable(lab.server(), "eth0", lab.router(), "wan0");
            lab.server().run("ip addr add " + Lab.SERVER + "/64 dev eth0 nodad");
            lab.server().run("ip route add default via fe80::1 dev eth0");
            lab.appliance().shell("link set wan driver " + driver + ":wan0");
            Until.holds("the new device serves", SOON, () -> pings(lab, Lab.SERVER));
            lab.appliance().task().terminate();
            assertEquals(0, lab.appliance().task().await(SOON));
        }
    }

    private static boolean pings(Lab lab, String address) throws IOException, InterruptedException {
        return lab.host().start("ping -n -c 1 -W 1 " + address).await(SOON) == 0;
    }
}
