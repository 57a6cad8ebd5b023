package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The instruments themselves, with a Linux router in the appliance's place.
@NeedsRoot
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class NetworkTest {
    @Test
    void aStreamThroughALinuxRouterIsCountedWithoutLoss() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var from = network.host("from");
            var to = network.host("to");
            linuxRouter(network, from, to);

            var stream = UdpStream.start(from, to, "2001:db8:2::2", 5_000);
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            var outcome = stream.stop();

            assertTrue(outcome.sent() > 5_000, outcome::toString);
            assertEquals(0, outcome.lost(), outcome::toString);
            assertEquals(0, outcome.duplicated(), outcome::toString);
        }
    }

    @Test
    void whatALinuxRouterLosesIsCounted() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var from = network.host("from");
            var to = network.host("to");
            var router = linuxRouter(network, from, to);

            var stream = UdpStream.start(from, to, "2001:db8:2::2", 1_000);
            router.run("ip route add blackhole 2001:db8:2::2");
            router.run("ip route del blackhole 2001:db8:2::2");
            var outcome = stream.stop();

            assertTrue(outcome.lost() > 0, outcome::toString);
        }
    }

    private static Host linuxRouter(Network network, Host from, Host to) throws IOException, InterruptedException {
        var router = network.host("router");
        network.cable(from, "eth0", router, "lan0");
        network.cable(to, "eth0", router, "wan0");
        router.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
        router.run("ip addr add 2001:db8:1::1/64 dev lan0 nodad");
        router.run("ip addr add 2001:db8:2::1/64 dev wan0 nodad");
        from.run("ip addr add 2001:db8:1::2/64 dev eth0 nodad");
        from.run("ip route add default via 2001:db8:1::1");
        to.run("ip addr add 2001:db8:2::2/64 dev eth0 nodad");
        to.run("ip route add default via 2001:db8:2::1");
        from.run("ping -c 1 2001:db8:2::2");
        return router;
    }

    @Test
    void aClosedNetworkLeavesNothing() throws IOException, InterruptedException {
        var network = Network.open();
        var host = network.host("host");
        var task = host.start("tail -f /dev/null");
        var namespace = Path.of("/run/netns", host.namespace());
        assertTrue(Files.exists(namespace));

        network.close();

        assertFalse(Files.exists(namespace));
        assertFalse(Files.exists(network.folder()));
        task.await(Duration.ofSeconds(5));
    }

    @Test
    void whatAKilledLabAndItsGuardianLeftIsTakenAwayByTheNext() throws IOException, InterruptedException {
        var nobody = Task.start("true");
        nobody.succeed(Host.LIMIT);
        var left = "inaba-" + nobody.pid() + "-1-host";
        Task.start("ip", "netns", "add", left).succeed(Host.LIMIT);

        Network.open().close();

        assertFalse(Files.exists(Path.of("/run/netns", left)));
    }

    @Test
    void aCommandThatFailsShowsWhatItPrinted() throws IOException, InterruptedException {
        try (var network = Network.open()) {
            var host = network.host("host");
            var failed = assertThrows(IOException.class, () -> host.run("ip link show dev nosuch"));
            assertTrue(String.valueOf(failed.getMessage()).contains("nosuch"), failed::toString);
        }
    }
}
