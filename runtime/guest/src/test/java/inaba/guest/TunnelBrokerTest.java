package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsGuest;
import inaba.lab.ApplianceProcess;
import inaba.lab.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The feature `tunnel-broker`: a host that knows nothing gets IPv6 behind an uplink that has IPv4 only. The guest is
/// the host, and the broker with a network behind it.
///
///     host:eth1 ─── lan:appliance:wan ─── eth0:broker:lo
///     SLAAC                192.0.2.1    192.0.2.9    2001:db8:ffff::1
@NeedsGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TunnelBrokerTest {
    private static final Duration TIMELY = Duration.ofSeconds(20);
    private static final Pattern SLAAC = Pattern.compile("inet6 (2001:db8:5:1:[0-9a-f:]+)/64 scope global");
    private static final String FAR = "2001:db8:ffff::1";

    private GuestLab lab;
    private Guest guest;
    private ApplianceProcess appliance;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = GuestLab.open();
        var wan = Cable.lay();
        var lan = Cable.lay();
        guest = lab.guest("site", wan, lan);
        guest.awaitBoot().run("""
                set -e
                modprobe sit
                for each in broker host; do ip netns add $each; ip -n $each link set lo up; done
                ip link set eth0 netns broker
                ip -n broker link set eth0 up
                ip -n broker addr add 192.0.2.9/24 dev eth0
                ip -n broker addr add 2001:db8:ffff::1/128 dev lo
                ip -n broker link add client type sit mode ip6ip local 192.0.2.9 remote 192.0.2.1 ttl 64
                ip -n broker link set client up
                ip -n broker route add 2001:db8:5:1::/64 dev client
                ip link set eth1 netns host
                ip -n host link set eth1 up
                """);
        appliance = lab.appliance(
                List.of(
                        "--feature",
                        "tunnel-broker",
                        "--set",
                        "broker=192.0.2.9",
                        "--set",
                        "prefix=2001:db8:5:1::",
                        "--set",
                        "uplink=wan"),
                List.of("addr4 add 192.0.2.1/24 dev wan nodad"),
                "wan=" + wan.device(),
                "lan=" + lan.device());
    }

    @AfterAll
    void stop() throws IOException {
        lab.close();
    }

    @Test
    void aHostThatKnowsNothingReachesTheInternetBehindTheBroker() throws IOException, InterruptedException {
        var address = Until.found("an address from the advertisement", TIMELY, () -> {
            var found = SLAAC.matcher(guest.run("ip -n host -6 addr show dev eth1 scope global -tentative"));
            return found.find() ? found.group(1) : null;
        });
        Until.holds(
                "ping " + FAR,
                TIMELY,
                () -> attempt("host", "ping -q -c 1 -W 1 " + FAR).code() == 0);
        for (int size : new int[] {56, 1_400, 9_000}) {
            Until.holds(
                    size + " bytes",
                    TIMELY,
                    () -> attempt("host", "ping -q -c 1 -W 1 -s " + size + " " + FAR)
                                    .code()
                            == 0);
            assertPings("host", "-s " + size + " " + FAR);
            assertPings("broker", "-I " + FAR + " -s " + size + " " + address);
        }
        assertTrue(guest.run("ip netns exec host tracepath -n " + FAR).contains("pmtu 1480"));
    }

    @Test
    void theApplianceReachesItTooAndItsConfigurationIsAPersons() throws IOException, InterruptedException {
        var ping = appliance.shell("ping6 -c 3 -i 0.1 " + FAR);
        assertTrue(ping.contains("3 packets transmitted, 3 received"), ping);
        assertEquals(
                List.of(
                        "addr6 add 2001:db8:5:1::1/64 dev lan",
                        "ra6 set lan on",
                        "route6 add default dev broker",
                        "tunnel add broker mode sit remote 192.0.2.9 dev wan"),
                appliance
                        .shell("config")
                        .lines()
                        .filter(line -> line.matches("(addr6|ra6|route6|tunnel) .*"))
                        .map(String::strip)
                        .sorted()
                        .toList());
    }

    private void assertPings(String namespace, String words) throws IOException, InterruptedException {
        var ping = attempt(namespace, Crossing.BURST + " " + words);
        assertTrue(ping.output().contains(" 5 received, 0% packet loss"), ping::output);
    }

    private Command.Outcome attempt(String namespace, String command) throws IOException, InterruptedException {
        return guest.start("ip netns exec " + namespace + " " + command, Guest.LIMIT)
                .await();
    }
}
