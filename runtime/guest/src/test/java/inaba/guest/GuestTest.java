package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/// The instruments: a guest on a cable of the driver `udp`, without tunnels.
@NeedsGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GuestTest {
    private static final Duration TIMELY = Duration.ofSeconds(20);
    private static final Pattern SLAAC = Pattern.compile("inet6 (2001:db8:1:[0-9a-f:]+)/64 scope global");

    private GuestLab lab;
    private Guest guest;
    private ApplianceProcess appliance;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = GuestLab.open();
        var cable = Cable.lay();
        guest = lab.guest("peer", cable);
        appliance = lab.appliance(
                List.of("addr6 add 2001:db8:1::1/64 dev lan", "addr4 add 10.0.0.1/24 dev lan", "ra6 set lan on"),
                "lan=" + cable.device());
        guest.awaitBoot().run("ip link set eth0 up; ip addr add 10.0.0.2/24 dev eth0");
    }

    @AfterAll
    void stop() throws IOException {
        lab.close();
    }

    @Test
    void theGuestFormsAnAddressFromOurAdvertisementAndIsReachedThere() throws IOException, InterruptedException {
        var address = Until.found("an address from the advertisement", TIMELY, () -> {
            var found = SLAAC.matcher(guest.run("ip -6 addr show dev eth0 scope global -tentative"));
            return found.find() ? found.group(1) : null;
        });
        var ping = appliance.shell("ping6 -c 3 -i 0.1 " + address);
        assertTrue(ping.contains("3 packets transmitted, 3 received"), ping);
        assertTrue(guest.run("ip -6 route show default").contains("proto ra"));
    }

    @Test
    void longPacketsOfBothFamiliesComeBackFromTheAppliance() throws IOException, InterruptedException {
        for (var to : List.of("2001:db8:1::1", "10.0.0.1")) {
            Until.holds(to + " answers", TIMELY, () -> ping("-c 1 -W 1 " + to).code() == 0);
            for (int size : new int[] {56, 1_400, 9_000}) {
                var ping = ping("-q -c 5 -l 5 -i 2 -s " + size + " " + to);
                assertTrue(ping.output().contains("5 packets transmitted, 5 received"), ping::output);
            }
        }
    }

    private Command.Outcome ping(String words) throws IOException, InterruptedException {
        return guest.start("ping " + words, Guest.LIMIT).await();
    }

    @Test
    void commandsRunSideBySideAndEachHasItsCodeAndItsLimit() throws IOException, InterruptedException {
        var slow = guest.start("sleep 60", Duration.ofSeconds(2));
        assertEquals(
                new Command.Outcome(3, "out\nerr\n"),
                guest.start("echo out; echo err >&2; exit 3", TIMELY).await());
        assertTrue(slow.isRunning());
        assertEquals(20_000, guest.run("seq 1 20000").lines().count());
        assertEquals(143, slow.await().code(), "128 and SIGTERM");
        assertFalse(slow.isRunning());
    }
}
