package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Another driver for a link, while packets flow over it.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DriverChangeTest {
    @Test
    void noPingIsLostOrDoubledWhileTheDriverChanges() throws IOException, InterruptedException {
        try (var lab = Lab.start("packet")) {
            lab.awaitAddress();
            lab.awaitDefaultRoute();
            var ping = lab.host().start("ping -q -i 0.001 -c 10000 " + Lab.SERVER);
            ping.awaitOutput("data bytes", Host.LIMIT);
            lab.appliance().shell("link set lan driver pcap:lan0; link set wan driver pcap:wan0");
            lab.appliance().shell("link set lan driver xdp:lan0; link set wan driver xdp:wan0");
            lab.appliance().shell("link set lan driver packet:lan0; swap wan packet");
            assertTrue(ping.isRunning(), () -> "the drivers changed too late: " + ping);
            var output = ping.succeed(Host.LIMIT);
            assertTrue(output.contains("10000 packets transmitted, 10000 received, 0% packet loss"), output);
        }
    }
}
