package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bundles and algorithms are exchanged under 20,000 packets a second; none is lost between receive and send.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SwapUnderLoadTest {
    private static final int PER_SECOND = 20_000;
    private static final Duration MINUTE = Duration.ofSeconds(65);
    static final List<String> BUNDLES = List.of("inaba.nd", "inaba.route", "inaba.ra", "inaba.icmp6");
    private static final int WARM = 50_000;
    /// An address that a tunnel over IPv4 from the appliance to the server leads to.
    private static final String TUNNELED = "2001:db8:77::2";
    private static final Path REPOSITORY = Path.of(System.getProperty("inaba.home", "../.."))
            .toAbsolutePath()
            .normalize()
            .resolve("runtime/dist/target/repository/inaba");

    private Lab lab;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        lab = Lab.start("packet");
        lab.awaitAddress();
        lab.awaitDefaultRoute();
        lab.addIp4();
        lab.appliance().shell("tunnel add t0 mode sit local " + Lab.WAN4 + " remote " + Lab.SERVER4);
        lab.appliance().shell("route6 add 2001:db8:77::/64 dev t0");
        lab.host().run("ping -q -c 3 -i 0.2 " + Lab.SERVER4); // the neighbours are known then
        var warming = stream(Lab.SERVER);
        Until.holds(
                "enough packets for the JVM to compile their way",
                Host.LIMIT,
                () -> Counters.of(lab.appliance()).of("lan", "forwarded") > WARM);
        warming.stop();
    }

    @AfterAll
    void stop() throws IOException {
        lab.close();
    }

    @Test
    void aHundredSwapsOfTheForwardingTableLoseNothing() throws IOException, InterruptedException {
        underLoad(() -> lab.appliance().shell("swap fib hash; swap fib radix; ".repeat(50)));
        lab.appliance().shell("swap | grep -q 'fib *radix'");
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("BUNDLES")
    void updatesOfABundleLoseNothing(String bundle) throws IOException, InterruptedException {
        underLoad(() -> update(bundle, 4));
    }

    @Test
    void updatesOfIp4LoseNothing() throws IOException, InterruptedException {
        underLoad(() -> stream(Lab.SERVER4), () -> update("inaba.ip4", 4));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"inaba.tunnel", "inaba.ip4"})
    void updatesOfWhatATunnelNeedsLoseNothing(String bundle) throws IOException, InterruptedException {
        underLoad(
                () -> UdpStream.startTunneled(lab.host(), lab.server(), TUNNELED, PER_SECOND), () -> update(bundle, 4));
    }

    @Test
    void withoutNeighborDiscoveryKnownNeighborsAreServedForTenSeconds() throws IOException, InterruptedException {
        underLoad(() -> {
            lab.appliance().shell("bundle stop inaba.nd");
            LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
            lab.appliance().shell("bundle start inaba.nd");
        });
    }

    /// A hundred swaps and twenty updates of each bundle, and more until the time is over.
    @Slow
    @Test
    void aMinuteOfChangesLosesNothing() throws IOException, InterruptedException {
        underLoad(() -> {
            long end = System.nanoTime() + MINUTE.toNanos();
            for (int round = 0; round < 20 || System.nanoTime() < end; round++) {
                lab.appliance().shell("swap fib hash; swap fib radix; swap fib hash; swap fib radix; swap fib hash");
                for (var bundle : BUNDLES) {
                    update(bundle, 1);
                }
                lab.appliance().shell("swap fib radix");
            }
        });
    }

    private void update(String bundle, int times) throws IOException, InterruptedException {
        var jar = REPOSITORY.resolve(bundle + "/0.1.0/" + bundle + "-0.1.0.jar");
        var told = lab.appliance().shell(("bundle update " + jar + "; ").repeat(times));
        assertEquals(
                times,
                told.lines().filter(line -> line.contains("is replaced by")).count(),
                told);
    }

    private interface Start {
        UdpStream start() throws IOException, InterruptedException;
    }

    /// What happens while packets flow.
    private interface Happening {
        void happens() throws IOException, InterruptedException;
    }

    private UdpStream stream(String address) throws IOException, InterruptedException {
        return UdpStream.start(lab.host(), lab.server(), address, PER_SECOND);
    }

    private void underLoad(Happening happening) throws IOException, InterruptedException {
        underLoad(() -> stream(Lab.SERVER), happening);
    }

    private void underLoad(Start start, Happening happening) throws IOException, InterruptedException {
        long before = Counters.of(lab.appliance()).of("lan", "missed");
        var stream = start.start();
        UdpStream.Outcome outcome;
        try {
            happening.happens();
            Until.holds("the generator kept its rate", Host.LIMIT, stream::keepsItsRate);
        } finally {
            outcome = stream.stop();
            System.out.println(outcome);
        }
        long missed = Counters.of(lab.appliance()).of("lan", "missed") - before;
        assertAll(
                outcome.toString(),
                () -> assertEquals(0, missed, "packets that the kernel's packet socket had no room for"),
                () -> assertEquals(0, outcome.socketDrops(), "packets that the receiver's socket had no room for"),
                () -> assertEquals(0, outcome.lost() - missed - outcome.socketDrops(), "lost in the appliance"),
                () -> assertEquals(0, outcome.duplicated(), "duplicated"));
        Counters.awaitConsistent(lab.appliance());
    }
}
