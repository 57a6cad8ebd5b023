package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of the command line: exit codes, one clear line for what is wrong, words taken literally.
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CommandLineTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Network network;
    private Host host;
    private Host far;
    private ApplianceProcess appliance;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        network = Network.open();
        host = network.host("host");
        far = network.host("far");
        network.cable(host, "taken0", far, "far0");
        network.cable(host, "free0", far, "far1");
        appliance = ApplianceProcess.start(
                host,
                network.folder().resolve("state"),
                List.of(
                        "# how it starts",
                        "addr6 add fe80::1/64 dev lan",
                        "",
                        "route6 add default via fe80::2 dev lan"),
                List.of("--link", "lan=packet:taken0"));
    }

    @AfterAll
    void stop() throws IOException {
        try (var _ = network) {
            appliance.close();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --link wan=packet:nosuch0 | 1 | nosuch0
            --link wan=pcap:nosuch0   | 1 | nosuch0
            --link wan=packet:taken0  | 1 | taken0 is held by another appliance, process
            --link wan=pcap:taken0    | 1 | taken0 is held by another appliance, process
            --link wan=pigeon:free0   | 2 | unknown driver 'pigeon'
            --link wan                | 2 | --link expects NAME=DRIVER:DEVICE
            --feature nosuch          | 2 | unknown feature 'nosuch'
            --nosuch                  | 2 | unknown option '--nosuch'
            --state                   | 2 | --state expects a value
            --config /nosuch          | 1 | /nosuch
            """)
    void aStartThatCannotBeIsOneClearLineAndItsExitCode(String options, int code, String expected)
            throws IOException, InterruptedException {
        assertRefused(run(options.split(" ")), code, expected);
    }

    @Test
    void aDeviceWithTheDefaultRouteIsNotTakenWithoutForce() throws IOException, InterruptedException {
        host.run("ip -6 route add default dev free0");
        try {
            assertRefused(run("--link", "wan=packet:free0"), 1, "free0 carries the default route of this machine");
        } finally {
            host.run("ip -6 route del default dev free0");
        }
    }

    @Test
    void aSecondApplianceInTheSameStateFolderIsRefused() throws IOException, InterruptedException {
        var second = start("run", "--headless", "--state", appliance.state().toString());
        assertRefused(
                second, 1, "another appliance (process " + appliance.task().pid() + ") uses the state folder");
    }

    @Test
    void withoutTheRightToTakeADeviceItSaysWhichRightIsMissing() throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("setpriv", "--bounding-set", "-net_admin,-net_raw,-bpf,-sys_admin"));
        words.addAll(ApplianceProcess.words(
                "run", "--headless", "--state", folder("powerless"), "--link", "wan=packet:free0"));
        assertRefused(host.start(words, ApplianceProcess.ENVIRONMENT), 1, "CAP_NET_RAW");
    }

    @Test
    void toldToEndBeforeItsFrameworkRunsItEndsAtOnce() throws IOException, InterruptedException {
        var state = network.folder().resolve("hurried");
        try (var hurried = ApplianceProcess.launch(host, state, List.of(), List.of())) {
            Until.holds("the start has begun", SOON, () -> Files.exists(state.resolve("logback.xml")));
            hurried.task().terminate();
            assertEquals(0, hurried.task().await(SOON));
            assertEquals("", hurried.task().output());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            addr6 add 2001:db8::1/64 dev nosuch | 1
            addr6 add                           | 2
            nosuch                              | 2
            """)
    void theFirstCommandOfAConfigurationThatFailsEndsTheStartAndIsNamed(String command, int code)
            throws IOException, InterruptedException {
        var file = Files.writeString(network.folder().resolve("bad.conf"), "# first\n\n" + command + "\nlink\n");
        var started = run("--link", "wan=packet:free0", "--config", file.toString());
        assertRefused(started, code, "bad.conf:3: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            link                                          | 0
            link show                                     | 0
            link del nosuch                               | 1
            addr6 add 300::/64/64 dev lan                 | 2
            nosuch                                        | 2
            """)
    void theShellsExitCodes(String line, int code) throws IOException, InterruptedException {
        assertEquals(code, appliance.attach(line).await(SOON), line);
    }

    @Test
    void aFailureInsideAPipelineIsItsExitCode() throws IOException, InterruptedException {
        assertEquals(1, appliance.attach("link del nosuch | grep x").await(SOON));
        assertEquals(2, appliance.attach("addr6 add nonsense | grep x").await(SOON));
        assertEquals(0, appliance.attach("link | grep lan").await(SOON));
    }

    @Test
    void whereNoApplianceAnswersTheExitCodeIsThree() throws IOException, InterruptedException {
        var sh = start("sh", "--state", folder("nobody"), "link");
        assertEquals(3, sh.await(SOON));
        assertTrue(sh.output().startsWith("inaba: no appliance answers in "), sh.output());
    }

    /// Not as a number (10 for 0010), a map, a pattern or a range, which Gogo's parser would make of them.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"fe80::11", "fe80::0010", "fe80::a:b:c:d"})
    void wordsArriveAsTheyWereTyped(String address) throws IOException, InterruptedException {
        appliance
                .attach("neigh6", "add", address, "lladdr", "00:10:20:30:40:50", "dev", "lan")
                .succeed(SOON);
        var expected = address.replace("::00", "::") + " dev lan lladdr 00:10:20:30:40:50";
        assertTrue(appliance.shell("neigh6").contains(expected), () -> expected);
        appliance.shell("neigh6 del " + address + " dev lan");
        assertFalse(appliance.shell("neigh6").contains(expected), () -> expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"rfc4106(gcm(aes))", "0011", "{1,2}", "a=b", "[x]", "$HOME", "#x", "fe80::1%lan", "'q", "a  b"})
    void aWordThatNoCommandKnowsComesBackInTheErrorAsItWasTyped(String word) throws IOException, InterruptedException {
        var refused = appliance.attach("addr6", "add", "2001:db8::1/64", "dev", "lan", word);
        assertEquals(2, refused.await(SOON));
        assertTrue(refused.output().contains('"' + word + '"'), refused::toString);
    }

    @Test
    void anAddressWithItsZoneIsOneWord() throws IOException, InterruptedException {
        var linkLocal = far.run("ip -6 -o addr show dev far0 scope link").replaceAll("(?s).*inet6 ([^/]*)/.*", "$1");
        assertTrue(appliance.shell("ping6 -c 1 " + linkLocal + "%lan").contains("1 received"));
        assertTrue(appliance
                .attach("ping6", "-c", "1", linkLocal + "%lan")
                .succeed(SOON)
                .contains("1 received"));
    }

    @Test
    void theConfigurationTookItsWordsLiterally() throws IOException, InterruptedException {
        assertTrue(appliance.shell("addr6").contains("fe80::1/64"));
        assertTrue(appliance.shell("route6").contains("default via fe80::2 dev lan"));
    }

    private Task run(String... options) throws IOException {
        var words = new ArrayList<>(List.of("run", "--headless"));
        words.addAll(List.of(options));
        if (!words.contains("--state")) {
            words.addAll(List.of("--state", folder("other")));
        }
        return start(words.toArray(String[]::new));
    }

    private Task start(String... words) throws IOException {
        return host.start(ApplianceProcess.words(words), ApplianceProcess.ENVIRONMENT);
    }

    private String folder(String name) {
        return network.folder().resolve(name).toString();
    }

    private static void assertRefused(Task task, int code, String expected) throws IOException, InterruptedException {
        assertEquals(code, task.await(SOON), task::toString);
        var output = task.output();
        assertTrue(output.startsWith("inaba: ") && output.contains(expected), () -> expected + " in\n" + task);
        assertEquals(1, output.lines().count(), output);
    }
}
