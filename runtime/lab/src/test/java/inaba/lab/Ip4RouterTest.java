package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The same lab with IPv4: host 10.0.0.2 - 10.0.0.1 appliance 10.0.1.1 - 10.0.1.2 server, as Linux and its tools see
/// it.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Ip4RouterTest {
    private static final String LAN = Lab.LAN4;
    private static final String SERVER = Lab.SERVER4;

    private Lab lab;
    private Capture lan;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = Lab.start("packet");
        lab.addIp4();
        lan = Capture.start(lab.network(), lab.host(), "eth0", "igmp or arp");
    }

    @AfterAll
    void everythingThatTheApplianceSentIsWellFormed() throws IOException, InterruptedException {
        try (var _ = lab;
                var _ = lan) {
            assertEquals(List.of(), lan.stop().faults(mac()));
            assertFalse(lan.matching("arp.opcode == 2 && eth.src == " + mac()).isEmpty(), "the capture is not empty");
            assertEquals(
                    List.of(),
                    lan.matching("eth.src == " + mac() + " && igmp && (igmp.checksum.status == Bad || ip.ttl != 1)"));
        }
    }

    @Test
    void arpingSeesTheApplianceByItsMac() throws IOException, InterruptedException {
        var output = lab.host().run("arping -c 3 -I eth0 " + LAN);
        assertTrue(output.contains("Received 3 response(s)"), output);
        assertTrue(output.contains(mac().toUpperCase(Locale.ROOT)), output);
        var duplicate = lab.host().start("arping -D -c 2 -I eth0 " + LAN);
        duplicate.await(Host.LIMIT);
        assertTrue(duplicate.output().contains("Received 1 response(s)"), duplicate::toString);
    }

    @Test
    void whoeverUsesTheAppliancesAddressIsToldAndSeen() throws IOException, InterruptedException {
        lab.host().run("ip addr add " + LAN + "/32 dev eth0");
        try {
            lab.host().run("arping -A -c 1 -I eth0 " + LAN);
            Until.found("the conflict", Duration.ofSeconds(10), () -> {
                var counted = lab.appliance().shell("stat");
                return counted.contains("inaba.ip4.arp.conflicts") ? counted : null;
            });
        } finally {
            lab.host().run("ip addr del " + LAN + "/32 dev eth0");
        }
        assertTrue(lab.appliance().shell("addr4 show dev lan").contains("inet " + LAN + "/24 scope global"));
        assertPing(SERVER, "1 packets transmitted, 1 received, 0% packet loss");
    }

    @Test
    void pingShowsTheRouteThatTheApplianceRecords() throws IOException, InterruptedException {
        var output = lab.host().run("ping -n -R -c 1 " + SERVER);
        for (var hop : List.of("10.0.1.1", SERVER, LAN)) {
            assertTrue(output.contains("\t" + hop), hop + " in\n" + output);
        }
        assertTrue(lab.host().run("ping -n -R -c 1 " + LAN).contains("\t" + LAN));
        assertTrue(lab.host().run("ping -n -T tsonly -c 1 " + SERVER).contains("TS:"));
    }

    @Test
    void aLinkLocalAddressIsChosenAndAnswers() throws IOException, InterruptedException {
        lab.host().run("ip addr add 169.254.200.1/16 dev eth0");
        lab.appliance().shell("addr4 add link-local dev lan");
        var shown = Until.found("the address", Duration.ofSeconds(15), () -> {
            var now = lab.appliance().shell("addr4 show dev lan");
            var found = Pattern.compile("inet (169\\.254[0-9.]+)/16 scope link dynamic")
                    .matcher(now);
            return found.find() && !now.contains("tentative") ? found.group(1) : null;
        });
        assertPing("-I 169.254.200.1 " + shown, "1 packets transmitted, 1 received, 0% packet loss");
        lab.appliance().shell("addr4 del link-local dev lan");
        lab.host().run("ip addr del 169.254.200.1/16 dev eth0");
    }

    @Test
    void groupsWithTheirSourcesAreReportedAsVersionThree() throws IOException, InterruptedException {
        lab.appliance().shell("maddr4 add 239.1.2.3 dev lan include 10.0.0.2");
        Until.found("the report", Duration.ofSeconds(10), () -> {
            var seen = lan.matching("igmp.type == 0x22 && igmp.maddr == 239.1.2.3 && igmp.saddr == 10.0.0.2");
            return seen.isEmpty() ? null : seen;
        });
        assertTrue(lab.appliance().shell("igmp4 dev lan").contains("239.1.2.3 sources include 10.0.0.2"));
        lab.appliance().shell("maddr4 del 239.1.2.3 dev lan");
    }

    @Test
    void tenThousandPingsAtAThousandASecondAllComeBack() throws IOException, InterruptedException {
        var output = lab.host().run("ping -q -i 0.001 -c 10000 " + SERVER);
        assertTrue(output.contains("10000 packets transmitted, 10000 received, 0% packet loss"), output);
    }

    @Test
    void longDatagramsAreCutAndPutTogether() throws IOException, InterruptedException {
        for (var to : List.of(LAN, SERVER)) {
            var output = lab.host().run("ping -q -M dont -s 9000 -i 0.1 -c 5 " + to);
            assertTrue(output.contains("5 packets transmitted, 5 received, 0% packet loss"), output);
        }
    }

    @Test
    void tracerouteAndTracepathSeeTheApplianceThenTheServer() throws IOException, InterruptedException {
        var hops =
                lab.host().run("traceroute -n -q 1 " + SERVER).lines().skip(1).toList();
        assertEquals(2, hops.size(), hops.toString());
        assertTrue(hops.get(0).contains(" " + LAN + " "), hops.toString());
        assertTrue(hops.get(1).contains(" " + SERVER + " "), hops.toString());
        var path = lab.host().run("tracepath -n " + SERVER);
        assertTrue(path.contains("pmtu 1500 hops 2"), path);
    }

    @Test
    void whatCannotBeDeliveredIsReportedByItsCode() throws IOException, InterruptedException {
        lab.appliance().shell("route4 add prohibit 198.51.100.0/24; route4 add blackhole 203.0.113.0/24");
        var from = "From " + LAN + " icmp_seq=1 ";
        assertPing("192.0.2.1", from + "Destination Net Unreachable");
        assertPing("198.51.100.1", from + "Packet filtered");
        assertPing("10.0.1.99", from + "Destination Host Unreachable");
        assertPing("-t 1 " + SERVER, from + "Time to live exceeded");
        assertPing("203.0.113.1", "1 packets transmitted, 0 received, 100% packet loss");
    }

    @Test
    void theApplianceReachesBothHostsItself() throws IOException, InterruptedException {
        for (var far : List.of("10.0.0.2", SERVER)) {
            var ping = lab.appliance().shell("ping4 -c 3 -i 0.2 " + far);
            assertTrue(ping.contains("3 packets transmitted, 3 received"), ping);
            var hops = lab.appliance().shell("trace4 -n " + far);
            assertTrue(hops.lines().toList().getLast().contains(far), hops);
        }
    }

    @Test
    void tcpPassesWithTheOffloadsOfTheHostsAtTheirDefaults() throws IOException, InterruptedException {
        try (var server = lab.server().start("iperf3 -4 -s -1 --forceflush")) {
            server.awaitOutput("Server listening", Host.LIMIT);
            var output = lab.host().run("iperf3 -4 -t 3 -f m -c " + SERVER);
            var received = Pattern.compile("([0-9.]+) Mbits/sec +receiver").matcher(output);
            assertTrue(received.find(), output);
            assertTrue(Double.parseDouble(received.group(1)) > 50, output);
            server.succeed(Host.LIMIT);
        }
    }

    @Test
    void anAddressThatTheHostHasIsNotAssigned() throws IOException, InterruptedException {
        lab.appliance().shell("addr4 add 10.0.0.2/24 dev lan");
        var shown = Until.found("the conflict", Duration.ofSeconds(10), () -> {
            var now = lab.appliance().shell("addr4 show dev lan");
            return now.contains("conflict") ? now : null;
        });
        assertTrue(shown.contains("inet 10.0.0.2/24 scope global conflict"), shown);
        lab.appliance().shell("addr4 del 10.0.0.2 dev lan");
    }

    @Test
    void updatesOfTheBundleWhilePacketsFlowLoseNothing() throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("inaba.home", "../.."))
                .toAbsolutePath()
                .normalize();
        var jar = home.resolve("runtime/dist/target/repository/inaba/inaba.ip4/0.1.0/inaba.ip4-0.1.0.jar");
        lab.host().run("ping -q -c 1 " + SERVER);
        try (var pings = lab.host().start("ping -q -i 0.001 -c 5000 " + SERVER)) {
            for (int i = 0; i < 3; i++) {
                lab.appliance().shell("bundle update " + jar);
            }
            var output = pings.succeed(Host.LIMIT);
            assertTrue(output.contains("5000 packets transmitted, 5000 received, 0% packet loss"), output);
        }
    }

    private String mac() throws IOException, InterruptedException {
        return lab.router().run("cat /sys/class/net/lan0/address").strip();
    }

    private void assertPing(String options, String expected) throws IOException, InterruptedException {
        var ping = lab.host().start("ping -n -c 1 -W 5 " + options);
        ping.await(Host.LIMIT);
        assertTrue(ping.output().contains(expected), () -> expected + " in\n" + ping);
    }
}
