package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A link of 1,300 bytes behind one of 1,500.
@NeedsRoot
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PathMtuTest {
    static final List<String> DRIVERS = Lab.DRIVERS;

    @ParameterizedTest(name = "driver {0}")
    @FieldSource("DRIVERS")
    void theHostLearnsTheSmallerMtuFromOurPacketTooBig(String driver) throws IOException, InterruptedException {
        try (var lab = Lab.start(driver, 1300)) {
            lab.awaitAddress();
            lab.awaitDefaultRoute();
            var lan = Capture.start(lab.network(), lab.host(), "eth0", "icmp6");

            var path = lab.host().run("tracepath -6 -n " + Lab.SERVER);
            assertTrue(path.contains("pmtu 1300"), path);
            assertTrue(path.contains("Resume: pmtu 1300 hops 2 back 2"), path);

            lab.host().run("ip -6 route flush cache");
            var ping = lab.host().start("ping -n -c 3 -i 0.2 -M do -s 1400 " + Lab.SERVER);
            ping.await(Host.LIMIT);
            assertTrue(
                    ping.output().contains("From " + Lab.LAN + " icmp_seq=1 Packet too big: mtu=1300"), ping::toString);

            var tooBig = "icmpv6.type == 2";
            assertEquals(
                    List.of("1300"),
                    lan.stop().field("icmpv6.mtu", tooBig).stream().distinct().toList());
            assertEquals(
                    List.of(),
                    lan.matching(tooBig + " && frame.len > 1294"),
                    "RFC 4443 §2.4 (c): at most 1,280 octets");
            assertEquals(List.of(), lan.matching("_ws.malformed || icmpv6.checksum.status == Bad"));
        }
    }
}
