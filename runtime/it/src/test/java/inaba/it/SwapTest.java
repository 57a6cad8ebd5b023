package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What serves in a slot changes under traffic, and what serves where nothing is left.
class SwapTest {
    private static final int RATE = 5_000;
    private static final int TIMES = 100;
    private static final Pattern COUNTER = Pattern.compile("\\b([a-z-]+) (-?\\d+)");

    @TempDir
    static Path state;

    private static TestAppliance appliance;
    private static Sh sh;
    private static Flow flow;

    @BeforeAll
    static void start() throws Exception {
        appliance = TestAppliance.start(state);
        sh = Sh.of(state);
        flow = Flow.start(appliance, sh, RATE);
    }

    @AfterAll
    static void stop() throws Exception {
        appliance.close();
    }

    @AfterEach
    void countersAddUp() throws Exception {
        flow.more(RATE / 10);
        flow.rate(0); // the columns of a link are not read at one instant
        flow.allArrived();
        for (var link : List.of("left", "right", "lan", "wan")) {
            var n = counters(link);
            assertEquals(
                    n.get("in"),
                    Stream.of("forwarded", "delivered", "consumed", "held", "dropped")
                            .mapToLong(name -> n.getOrDefault(name, 0L))
                            .sum(),
                    () -> link + ": " + n);
        }
        flow.rate(RATE);
    }

    private static Map<String, Long> counters(String link) {
        var counters = new HashMap<String, Long>();
        var matcher = COUNTER.matcher(sh.done("stat", link));
        while (matcher.find()) {
            counters.putIfAbsent(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return counters;
    }

    @Test
    void aHundredSwapsOfTheAlgorithmLoseAndDoubleNothing() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            var name = i % 2 == 0 ? "hash" : "radix";
            sh.done("swap", "fib", name);
            assertTrue(sh.done("fib").contains(name), () -> sh.done("fib"));
        }
    }

    @Test
    void aShadowComparesBothBeforeItServes() {
        sh.done("swap", "fib", "radix");
        sh.done("swap", "fib", "hash", "shadow", "1000");
        assertTrue(sh.done("fib").contains("hash"), () -> sh.done("fib"));
    }

    @Test
    void withoutAnyAlgorithmTheCoresOwnTableServes() throws Exception {
        for (var name : List.of("fib.radix", "fib.hash", "fib.poptrie", "fib.multibit")) {
            sh.done("bundle", "stop", name);
        }
        assertTrue(sh.done("fib").contains("(core)"), () -> sh.done("fib"));
        sh.done("route6", "add", "2001:db8:f5::/48", "via", "2001:db8:f2::100", "dev", "right");
        flow.more(RATE / 2);
        flow.allArrived();
        for (var name : List.of("fib.radix", "fib.hash", "fib.poptrie", "fib.multibit")) {
            sh.done("bundle", "start", name);
        }
        assertFalse(sh.done("fib").contains("(core)"), () -> sh.done("fib"));
        assertTrue(sh.done("route6", "get", "2001:db8:f5::1").contains("right"));
    }

    @Test
    void withoutNeighborDiscoveryKnownNeighborsAreServedAndOursIsAdvertised() throws Exception {
        sh.done("bundle", "stop", "nd");
        long advertised = flow.value("advertised");
        flow.value("ask");
        TestAppliance.await(
                "the core answers for our address", Duration.ofSeconds(5), () -> flow.value("advertised") > advertised);
        flow.more(RATE / 2);
        flow.allArrived();
        sh.done("bundle", "start", "nd");
        assertTrue(sh.done("neigh6").contains("2001:db8:f2::100"));
    }

    @Test
    void routesStayWhenTheirProtocolIsUninstalled() throws Exception {
        sh.done("route6", "add", "2001:db8:f4::/48", "via", "2001:db8:f2::100", "dev", "right");
        sh.done("bundle", "uninstall", "route");
        flow.more(RATE / 2);
        flow.allArrived();
        assertTrue(sh.done("walk6", "to", "2001:db8:f4::1").contains("2001:db8:f4::/48"));
        sh.done("bundle", "install", Tree.jar("inaba.route").toString());
        assertTrue(sh.done("route6").contains("2001:db8:f4::/48"));
    }
}
