package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// A router between two Linux hosts, as Linux and its tools see it; once for each driver.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class RouterTests {
    private static final int DOWNLOAD_BYTES = 20_000_000;

    private Lab lab;
    private Capture lan;
    private Capture wan;
    private String address;
    private String router;

    abstract String driver();

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = Lab.start(driver());
        address = lab.awaitAddress();
        router = lab.awaitDefaultRoute();
        lan = Capture.start(lab.network(), lab.host(), "eth0", "icmp6 or udp");
        wan = Capture.start(lab.network(), lab.server(), "eth0", "icmp6 or udp");
    }

    @AfterAll
    void everythingThatTheApplianceSentIsWellFormed() throws IOException, InterruptedException {
        try (var _ = lab;
                var _ = lan;
                var _ = wan) {
            assertEquals(List.of(), lan.stop().faults(mac("lan0")));
            assertEquals(List.of(), wan.stop().faults(mac("wan0")));
            assertFalse(lan.matching("icmpv6.type == 134").isEmpty(), "the capture is not empty");
        }
    }

    /// [Lab#awaitAddress] and [Lab#awaitDefaultRoute] have waited no longer than 5 s each.
    @Test
    void theHostHasAnAddressAndADefaultRouteFromTheAdvertisement() throws IOException, InterruptedException {
        assertTrue(address.startsWith("2001:db8:1:"), address);
        assertTrue(
                lab.host().run("ip -6 route show 2001:db8:1::/64").contains("proto kernel"), "on-link by its prefix");
        assertTrue(router.startsWith("fe80::"), router);
    }

    @Test
    void tenThousandPingsAtAThousandASecondAllComeBack() throws IOException, InterruptedException {
        var output = lab.host().run("ping -q -i 0.001 -c 10000 " + Lab.SERVER);
        assertTrue(output.contains("10000 packets transmitted, 10000 received, 0% packet loss"), output);
    }

    @Test
    void tracerouteSeesTheApplianceThenTheServer() throws IOException, InterruptedException {
        var hops = lab.host()
                .run("traceroute6 -n -q 1 " + Lab.SERVER)
                .lines()
                .skip(1)
                .toList();
        assertEquals(2, hops.size(), hops.toString());
        assertTrue(hops.get(0).contains(" " + Lab.LAN + " "), hops.toString());
        assertTrue(hops.get(1).contains(" " + Lab.SERVER + " "), hops.toString());
    }

    @Test
    void rdisc6ReadsOurAdvertisement() throws IOException, InterruptedException {
        var output = lab.host().run("rdisc6 -1 -r 5 eth0").replaceAll(" +", " ");
        for (var line : List.of(
                "Hop limit : 64 ( 0x40)",
                "Stateful address conf. : No",
                "Stateful other conf. : No",
                "Router preference : medium",
                "Router lifetime : 1800",
                "Prefix : 2001:db8:1::/64",
                "On-link : Yes",
                "Autonomous address conf.: Yes",
                "Source link-layer address: " + mac("lan0").toUpperCase(Locale.ROOT),
                "from " + router)) {
            assertTrue(output.contains(line), line + " in\n" + output);
        }
    }

    @Test
    void ndisc6FindsOurLinkLayerAddress() throws IOException, InterruptedException {
        var expected = mac("lan0").toUpperCase(Locale.ROOT);
        assertEquals(
                expected, lab.host().run("ndisc6 -1 -q " + router + " eth0").strip());
        assertEquals(
                expected, lab.host().run("ndisc6 -1 -q " + Lab.LAN + " eth0").strip());
    }

    @Test
    void whatCannotBeDeliveredIsReportedByItsCode() throws IOException, InterruptedException {
        lab.appliance().shell("route6 add prohibit 2001:db8:98::/48; route6 add blackhole 2001:db8:97::/48");
        var from = "From " + Lab.LAN + " icmp_seq=1 ";
        assertPing("2001:db8:99::1", from + "Destination unreachable: No route");
        assertPing("2001:db8:98::1", from + "Destination unreachable: Administratively prohibited");
        assertPing("2001:db8:2::99", from + "Destination unreachable: Address unreachable");
        assertPing("-t 1 " + Lab.SERVER, from + "Time exceeded: Hop limit");
        assertPing("2001:db8:97::1", "1 packets transmitted, 0 received, 100% packet loss");
    }

    @Test
    void aClosedPortOfTheApplianceIsReported() throws IOException, InterruptedException {
        var hops = lab.host().run("traceroute6 -n -q 1 " + Lab.LAN);
        assertEquals(2, hops.lines().count(), hops);
        assertFalse(hops.contains("!"), "port unreachable is what traceroute expects: " + hops);
        assertTrue(lan.matching("icmpv6.type == 1 && icmpv6.code == 4").size() > 0);
    }

    @Test
    void theApplianceReachesBothHostsItself() throws IOException, InterruptedException {
        for (var far : List.of(address, Lab.SERVER)) {
            var ping = lab.appliance().shell("ping6 -c 3 -i 0.2 " + far);
            assertTrue(ping.contains("3 packets transmitted, 3 received"), ping);
            var hops = lab.appliance().shell("trace6 " + far);
            assertTrue(hops.lines().toList().getLast().contains(far), hops);
        }
    }

    @Test
    void tsharkReadsWhatTheApplianceCaptures() throws IOException, InterruptedException {
        var file = lab.network().folder().resolve("ours.pcapng");
        try (var _ = lab.host().start("ping -q -i 0.1 " + Lab.SERVER)) {
            lab.appliance().shell("capture lan " + file + " count 20");
        }
        var read = Task.start("tshark", "-n", "-r", file.toString(), "-Y", "icmpv6.type == 128 || icmpv6.type == 129");
        assertTrue(
                read.succeed(Host.LIMIT)
                                .lines()
                                .filter(line -> line.contains(Lab.SERVER))
                                .count()
                        >= 10,
                read::toString);
        var bad = "_ws.malformed || icmpv6.checksum.status == Bad";
        var judged = Task.start("tshark", "-n", "-r", file.toString(), "-Y", bad, "-T", "fields", "-e", "frame.number");
        assertFalse(judged.succeed(Host.LIMIT).lines().anyMatch(line -> line.matches("[0-9]+")), judged::toString);
    }

    @Test
    void tcpPassesWithTheOffloadsOfTheHostsAtTheirDefaults() throws IOException, InterruptedException {
        try (var server = lab.server().start("iperf3 -6 -s -1 --forceflush")) {
            server.awaitOutput("Server listening", Host.LIMIT);
            var output = lab.host().run("iperf3 -6 -t 5 -f m -c " + Lab.SERVER);
            var received = Pattern.compile("([0-9.]+) Mbits/sec +receiver").matcher(output);
            assertTrue(received.find(), output);
            assertTrue(Double.parseDouble(received.group(1)) > 50, output);
            server.succeed(Host.LIMIT);
        }
    }

    @Test
    void aDownloadOfTwentyMegabytesArrivesAsItIs() throws IOException, InterruptedException {
        var content = new byte[DOWNLOAD_BYTES];
        new Random(8200).nextBytes(content);
        var folder = Files.createDirectory(lab.network().folder().resolve("nginx"));
        Files.write(folder.resolve("file"), content);
        var arrived = folder.resolve("arrived");
        try (var _ = lab.server().start("nginx -p " + folder + " -c " + nginx(folder))) {
            var curl = "curl -sSf --retry 20 --retry-delay 1 --retry-connrefused -o " + arrived + " http://["
                    + Lab.SERVER + "]/file";
            lab.host().run(curl);
        }
        assertEquals(-1, Files.mismatch(folder.resolve("file"), arrived));
    }

    private static Path nginx(Path folder) throws IOException {
        return Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen [::]:80;
                        root .;
                    }
                }
                """);
    }

    private void assertPing(String options, String expected) throws IOException, InterruptedException {
        var ping = lab.host().start("ping -n -c 1 -W 5 " + options);
        ping.await(Host.LIMIT);
        assertTrue(ping.output().contains(expected), () -> expected + " in\n" + ping);
    }

    private String mac(String device) throws IOException, InterruptedException {
        return lab.router().run("cat /sys/class/net/" + device + "/address").strip();
    }
}
