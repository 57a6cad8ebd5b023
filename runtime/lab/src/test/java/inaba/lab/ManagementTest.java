package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import inaba.junit.Slow;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What surrounds an appliance fails: its disk, its files, its memory, its cables, the people of its machine. It
/// forwards all the same, says what is wrong, and goes on when it is well again.
@NeedsRoot
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManagementTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LAN = "2001:db8:1::";
    private static final String WAN = "2001:db8:2::";
    /// Enough for the framework's cache, and little more.
    private static final String MEGABYTES = "48";

    private Network network;
    private Host lan;
    private Host wan;
    private Host router;
    private Path state;

    @BeforeEach
    void connect() throws IOException, InterruptedException {
        network = Network.open();
        router = network.host("router");
        lan = host("lan", LAN);
        wan = host("wan", WAN);
        state = network.folder().resolve("state");
    }

    @AfterEach
    void takeAway() throws IOException {
        network.close();
    }

    @Test
    void aFullAndThenAReadOnlyDiskStopNothingThatRuns() throws IOException, InterruptedException {
        Files.createDirectories(state);
        var inItsOwnTmpfs = List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=700,size=" + MEGABYTES + "m none " + state + " && cp " + network.folder()
                        + "/conf " + state + "/lab.conf && exec \"$@\"",
                "sh");
        Files.write(network.folder().resolve("conf"), config());
        try (var appliance = ApplianceProcess.start(router, state, config(), links(), inItsOwnTmpfs, Map.of())) {
            long pid = appliance.task().pid();
            assertEquals(0, sh(pid, "config save"));
            var good = within(pid, "cat " + state + "/config");
            assertEquals(0, sh(pid, "addr6 add 2001:db8:77::1/64 dev lan nodad"));

            within(pid, "cat /dev/zero > " + state + "/full 2>/dev/null; true");
            assertEquals(1, sh(pid, "config save"), "a configuration that cannot be kept whole is refused");
            assertEquals(good, within(pid, "cat " + state + "/config"), "the last good one is kept");
            assertEquals(1, sh(pid, "bundle update " + jar("inaba.icmp6")), "a jar that cannot be kept is refused");
            assertEquals(0, sh(pid, "stat"), "commands answer");
            assertTrue(pings(), "it forwards");

            within(pid, "rm " + state + "/full");
            assertEquals(0, sh(pid, "config save"));
            assertEquals(0, sh(pid, "bundle update " + jar("inaba.icmp6")));

            within(pid, "mount --bind " + state + " " + state + " && mount -o remount,bind,ro " + state);
            assertEquals(1, sh(pid, "config save"));
            assertEquals(1, sh(pid, "bundle update " + jar("inaba.icmp6")));
            assertEquals(0, sh(pid, "addr6 del 2001:db8:77::1/64 dev lan"));
            assertTrue(pings(), "it forwards");
            within(pid, "umount " + state);
            assertEquals(0, sh(pid, "config save"));
        }
    }

    @Slow
    @Test
    void withoutDescriptorsItServesOnAndWithThemItAnswersAgain() throws IOException, InterruptedException {
        try (var appliance = start(Map.of())) {
            long pid = appliance.task().pid();
            appliance.shell("stat");
            int open = descriptors(pid);
            limit(pid, open + 1);
            var clients = new ArrayList<Task>();
            for (int i = 0; i < 5; i++) {
                clients.add(appliance.attach("log"));
            }
            Until.holds(
                    "it has no descriptor left",
                    SOON,
                    () -> descriptors(pid) >= open || !clients.getLast().isRunning());
            assertTrue(pings(), "it forwards");
            clients.forEach(Task::kill);
            limit(pid, 4_096);
            Until.holds("it answers again", SOON, () -> appliance.attach("stat").await(SOON) == 0);
        }
    }

    @Slow
    @Test
    void withSixtyFourMegabytesItForwardsUnderAFlood() throws IOException, InterruptedException {
        try (var appliance = start(Map.of("INABA_JAVA_OPTS", "-Xms64m -Xmx64m"));
                var arena = Arena.ofShared()) {
            var mac = MacAddress.parse(
                    router.run("cat /sys/class/net/lan0/address").strip());
            var ground = new FloodKind.Ground(
                    mac, Ipv6Address.parse(LAN + "1"), Ipv6Address.parse(LAN + "2"), Ipv6Address.parse(WAN));
            for (var kind : List.of(FloodKind.NEIGHBOR_SOLICITATIONS, FloodKind.FRAGMENTS)) {
                try (var generator = Generator.start(lan, "eth0", kind.frames(arena, 1 << 14, ground), 20_000)) {
                    Until.holds("a flood", SOON, () -> generator.sent() > 1 << 15);
                }
            }
            Until.holds("pings", SOON, this::pings);
            appliance.shell("stat");
            Counters.awaitConsistent(appliance);
            assertTrue(appliance.task().isRunning());
        }
    }

    @Slow
    @Test
    void aLinkThatFlapsAHundredTimesASecondIsServedAfterwards() throws IOException, InterruptedException {
        try (var appliance = start(Map.of())) {
            var batch = Files.writeString(
                    network.folder().resolve("flaps"), "link set eth0 down\nlink set eth0 up\n".repeat(200));
            long began = System.nanoTime();
            lan.run("ip -batch " + batch);
            double seconds = (System.nanoTime() - began) / 1e9;
            assertTrue(200 / seconds > 100, "a hundred times a second, not 200 times in " + seconds + " s");
            lan.run("ip addr replace " + LAN + "2/64 dev eth0 nodad");
            lan.run("ip route replace default via " + LAN + "1 dev eth0");
            Until.holds("the link has its carrier", SOON, () -> !appliance
                    .shell("link show lan")
                    .contains("NO-CARRIER"));
            Until.holds("pings", SOON, this::pings);
            assertTrue(!appliance.shell("bundle").contains("exceptions"), "nothing was thrown");
            Counters.awaitConsistent(appliance);
        }
    }

    /// A driver that hands over compares with stamps of the kernel, whose clock this cannot move: so none does here.
    @Slow
    @Test
    void aClockThatIsSetYearsForthAndBackChangesNothing() throws IOException, InterruptedException {
        var library = network.folder().resolve("clock.so");
        Task.start("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), "src/test/c/clock.c", "-ldl")
                .succeed(SOON);
        var offset = network.folder().resolve("offset");
        set(offset, Duration.ZERO);
        var preloaded = Map.of("LD_PRELOAD", library.toString(), "CLOCK_OFFSET", offset.toString());
        try (var appliance = start(preloaded)) {
            appliance.shell("ra6 set lan on prefix " + LAN + "/64");
            assertTrue(pings(), "it forwards");
            var stream = UdpStream.start(lan, wan, WAN + "2", 1_000);
            for (var jump : List.of(Duration.ofDays(3_650), Duration.ofDays(-3_650), Duration.ofHours(1))) {
                set(offset, jump);
                assertTrue(pings(), "it forwards");
                appliance.shell("bundle update " + jar("inaba.nd"));
                appliance.shell("link add spare sim:spare; link del spare"); // which is logged
                var year =
                        Year.from(ZonedDateTime.now(ZoneOffset.UTC).plus(jump)).toString();
                var log = Files.readString(state.resolve("inaba.log"));
                assertTrue(log.lines().anyMatch(line -> line.startsWith(year)), "the log is dated so");
            }
            var seen = stream.stop();
            assertEquals(0, seen.lost(), seen::toString);
            assertTrue(!appliance.shell("bundle").contains("exceptions"), "nothing was thrown");
        }
    }

    private static void set(Path offset, Duration by) throws IOException {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        Files.write(offset, bytes.putLong(by.toSeconds()).array(), StandardOpenOption.CREATE); // where it is mapped
    }

    @Test
    void othersCanNeitherReadTheStateNorCommand() throws IOException, InterruptedException {
        try (var appliance = start(Map.of())) {
            var nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
            assertNotEquals(
                    0, Task.start(Task.split(nobody + "ls " + state), Map.of()).await(SOON));
            for (var file : List.of("sh.sock", "inaba.log", "lock")) {
                assertNotEquals(
                        0,
                        Task.start(Task.split(nobody + "cat " + state + "/" + file), Map.of())
                                .await(SOON),
                        file);
            }
            var words = new ArrayList<>(Task.split(nobody.strip()));
            words.addAll(appliance.attachWords("stat"));
            assertNotEquals(0, Task.start(words, ApplianceProcess.ENVIRONMENT).await(SOON));
            appliance.shell("stat");
        }
    }

    @Slow
    @Test
    void aBundleThatIsNoneIsRefusedWholeAndWhatRanRunsOn() throws IOException, InterruptedException {
        try (var appliance = start(Map.of())) {
            var before = appliance.shell("bundle");
            var jar = Files.readAllBytes(Path.of(jar("inaba.icmp6")));
            var broken = network.folder().resolve("broken.jar");
            for (int length : new int[] {0, 1, 100, jar.length / 2, jar.length - 1}) {
                Files.write(broken, Arrays.copyOf(jar, length));
                for (var verb : List.of("install", "update")) {
                    var task = appliance.attach("bundle", verb, broken.toString());
                    assertEquals(1, task.await(SOON), task::output);
                    assertTrue(task.output().contains("broken.jar"), task::output);
                }
            }
            assertAll(() -> assertEquals(before, appliance.shell("bundle")), () -> assertTrue(pings(), "it forwards"));
        }
    }

    private Host host(String name, String subnet) throws IOException, InterruptedException {
        var host = network.host(name);
        network.cable(host, "eth0", router, name + "0");
        host.run("ip addr add " + subnet + "2/64 dev eth0 nodad");
        host.run("ip route add default via " + subnet + "1 dev eth0");
        return host;
    }

    private ApplianceProcess start(Map<String, String> environment) throws IOException, InterruptedException {
        return ApplianceProcess.start(router, state, config(), links(), List.of(), environment);
    }

    private static List<String> config() {
        return List.of("addr6 add " + LAN + "1/64 dev lan nodad", "addr6 add " + WAN + "1/64 dev wan nodad");
    }

    private static List<String> links() {
        return List.of("--link", "lan=packet:lan0", "--link", "wan=packet:wan0");
    }

    private boolean pings() throws IOException, InterruptedException {
        return lan.start("ping -n -q -c 2 -i 0.2 -W 1 " + WAN + "2").await(SOON) == 0
                && wan.start("ping -n -q -c 1 -W 1 " + LAN + "1").await(SOON) == 0;
    }

    private static String jar(String bundle) {
        return Path.of(System.getProperty("inaba.home", "../.."))
                .toAbsolutePath()
                .normalize()
                .resolve("runtime/dist/target/repository/inaba/" + bundle + "/0.1.0/" + bundle + "-0.1.0.jar")
                .toString();
    }

    /// A command among the mounts of a process.
    private static String within(long pid, String command) throws IOException, InterruptedException {
        return Task.start("nsenter", "-m", "-t", Long.toString(pid), "sh", "-c", command)
                .succeed(SOON);
    }

    /// @return the exit code of a line in the shell of an appliance with mounts of its own
    private int sh(long pid, String line) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("nsenter", "-m", "-t", Long.toString(pid)));
        words.addAll(ApplianceProcess.words("sh", "--state", state.toString(), line));
        return Task.start(words, ApplianceProcess.ENVIRONMENT).await(SOON);
    }

    private static int descriptors(long pid) throws IOException {
        try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return (int) files.count();
        }
    }

    private static void limit(long pid, int descriptors) throws IOException, InterruptedException {
        Task.start("prlimit", "--pid", Long.toString(pid), "--nofile=" + descriptors + ":")
                .succeed(SOON);
    }
}
