package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The attack tools of others, as Debian has them (thc-ipv6, ipv6toolkit), each for some seconds as fast as it can,
/// from a host on lan. `ROUTER` is the appliance's address there.
@NeedsRoot
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AttackToolsTest {
    private static final int STREAM = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    static final List<String> ATTACKS = List.of(
            "atk6-implementation6 eth0 ROUTER",
            "atk6-exploit6 eth0 ROUTER",
            "atk6-denial6 eth0 ROUTER 1",
            "atk6-denial6 eth0 ROUTER 2",
            "atk6-denial6 eth0 ROUTER 3",
            "atk6-denial6 eth0 ROUTER 4",
            "atk6-denial6 eth0 ROUTER 5",
            "atk6-denial6 eth0 ROUTER 6",
            "atk6-denial6 eth0 ROUTER 7",
            "atk6-flood_advertise6 eth0",
            "atk6-flood_mld6 eth0",
            "atk6-flood_mld26 eth0",
            "atk6-flood_mldrouter6 eth0",
            "atk6-flood_redir6 -HFD eth0",
            "atk6-flood_router26 eth0",
            "atk6-flood_router26 -F eth0",
            "atk6-flood_router26 -HFD eth0",
            "atk6-flood_rs6 eth0",
            "atk6-flood_solicitate6 eth0 ROUTER",
            "atk6-flood_unreach6 -HFD eth0 ROUTER",
            "atk6-ndpexhaust26 eth0 2001:db8:2::/64",
            "atk6-rsmurf6 eth0 ROUTER",
            "atk6-smurf6 eth0 ROUTER",
            "atk6-sendpees6 eth0 1024 fe80:: ROUTER",
            "atk6-fuzz_ip6 -1 -2 -3 -4 -5 -6 -7 -8 -9 -0 -a -n 1 eth0 ROUTER",
            "atk6-fuzz_ip6 -x -I -F -S -D -H -R -J -n 1 eth0 ROUTER",
            "frag6 -i eth0 --frag-reass-policy -d ROUTER",
            "frag6 -i eth0 --pod-attack -d ROUTER",
            "frag6 -i eth0 -s 2001:db8:1::/64 --flood-frags 200 -l -z 1 -d ROUTER",
            "jumbo6 -i eth0 -d ROUTER",
            "icmp6 -i eth0 -s 2001:db8:1::/64 --icmp6-packet-too-big -d ROUTER -l -z 1",
            "ns6 -i eth0 -s 2001:db8:1::/64 -F 100 -d ROUTER -t ROUTER -e -l -z 1",
            "na6 -i eth0 -s 2001:db8:1::/64 -d ROUTER -t 2001:db8:1::2 -F 100 -e -l -z 1",
            "ra6 -i eth0 -s fe80::/64 -d ROUTER -F 100 -l -z 1",
            "rd6 -i eth0 -s fe80::/64 -d ROUTER -l -z 1 -r ::/0 -t 2001:db8:1::9",
            "tcp6 -i eth0 -s 2001:db8:1::/64 -d ROUTER -a 80 -F 50 -l -z 1");

    private FloodLab lab;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        assumeTrue(isInstalled("atk6-alive6") && isInstalled("frag6"), "needs Debian's thc-ipv6 and ipv6toolkit");
        lab = FloodLab.start("packet", List.of("ra6 set lan on prefix 2001:db8:1::/64"));
    }

    private static boolean isInstalled(String program) {
        return List.of("/usr/bin", "/usr/sbin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @AfterAll
    void stop() throws IOException {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ATTACKS")
    void theApplianceServesOthersMeanwhileAndAllAfterwards(String attack) throws IOException, InterruptedException {
        awaitAnswerOf(FloodLab.LAN_HOST.toString());
        awaitAnswerOf(FloodLab.DMZ_HOST.toString());
        long before = Counters.of(lab.appliance()).of("lan", "in");
        var other = UdpStream.start(lab.wan(), lab.dmz(), FloodLab.DMZ_HOST.toString(), STREAM);

        lab.lan()
                .start("timeout -s INT -k 1 4 " + attack.replace("ROUTER", FloodLab.LAN_ROUTER.toString()))
                .await(LIMIT);

        var toOther = other.stop();
        Counters.awaitConsistent(lab.appliance());
        awaitAnswerOf(FloodLab.LAN_HOST.toString());
        long seen = Counters.of(lab.appliance()).of("lan", "in") - before;
        System.out.printf("%-90s %,9d frames; another link: %s%n", attack, seen, toOther);
        assertAll(
                () -> assertTrue(seen > 0, "it sends something"),
                () -> assertEquals(0, toOther.lost(), () -> "lost on another link: " + toOther),
                () -> assertEquals(List.of(), broken(), "no bundle has thrown or is stuck"));
    }

    private void awaitAnswerOf(String host) throws IOException, InterruptedException {
        Until.holds(
                host + " answers",
                Duration.ofSeconds(5),
                () -> lab.wan().start("ping -n -q -c 1 -W 1 " + host).await(LIMIT) == 0);
    }

    private List<JsonObject> broken() throws IOException, InterruptedException {
        return Counters.json(lab.appliance().shell("bundle -j")).getValuesAs(JsonObject.class).stream()
                .filter(bundle -> bundle.containsKey("exceptions") || bundle.containsKey("stuck"))
                .toList();
    }
}
