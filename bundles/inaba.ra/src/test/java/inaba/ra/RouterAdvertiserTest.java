package inaba.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.ra.RaLab.Seen;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The exchanges of RFC 4861 §6.2 on a simulated link.
class RouterAdvertiserTest {
    private static final String TO_ALL = "RA fe80::1 > ff02::1 lifetime 1800 slla 02:00:00:00:01:01";
    private static final String FINAL = "RA fe80::1 > ff02::1 lifetime 0 slla 02:00:00:00:01:01";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path state;

    @Clause({"RFC 4861 §6.2.4b", "RFC 4861 §6.2.4c", "RFC 4861 §6.2.3b"})
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theFirstThreeComeInShortOrderTheOthersAtRandom(long seed) throws CommandException { // §6.2.4
        var lab = new RaLab(state, seed);
        lab.ra6("set lan on");
        var seen = lab.during(HOUR.multipliedBy(10));
        assertEquals(List.of(0L, 16_000L, 32_000L), instants(seen.subList(0, 3)));
        var intervals = intervals(instants(seen.subList(2, seen.size())));
        assertTrue(intervals.stream().allMatch(i -> i >= 198_000 && i <= 600_000), intervals::toString);
        assertTrue(intervals.stream().anyMatch(i -> i < 260_000), "never near the shortest: " + intervals);
        assertTrue(intervals.stream().anyMatch(i -> i > 540_000), "never near the longest: " + intervals);
        assertEquals(List.of(TO_ALL), texts(seen));
    }

    @Clause({"RFC 4861 §6.2.1b", "RFC 4861 §6.2.2a"})
    @Test
    void nothingIsSentUntilAPersonAsksForIt() { // §6.2.1
        var lab = new RaLab(state, 1);
        lab.hears(NdFrame.routerSolicitation().bytes());
        assertEquals(List.of(), lab.during(HOUR));
        assertEquals(1, lab.counter("inaba.ra.not-advertising"));
    }

    @Clause("RFC 4861 §6.2.6b")
    @Test
    void aSolicitationIsAnsweredWithinHalfASecond() throws CommandException { // §6.2.6
        var delays = new ArrayList<Long>();
        var lab = quiet(new RaLab(state, 7));
        for (int i = 0; i < 300; i++) {
            long asked = lab.now();
            lab.hears(NdFrame.routerSolicitation().from("::").bytes());
            delays.add(lab.during(Duration.ofSeconds(4)).getFirst().at() - asked);
        }
        assertTrue(delays.stream().allMatch(d -> d >= 0 && d <= 500), delays::toString);
        assertTrue(delays.stream().anyMatch(d -> d < 10) && delays.stream().anyMatch(d -> d > 490), delays::toString);
    }

    @Clause("RFC 4861 §6.2.6c")
    @Test
    void manySolicitationsAreAnsweredByOneAndNeverMoreThanOneInThreeSeconds() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        var seen = new ArrayList<Seen>();
        for (int i = 0; i < 2000; i++) {
            lab.hears(NdFrame.routerSolicitation().from("::").bytes());
            seen.addAll(lab.during(Duration.ofMillis(10)));
        }
        assertEquals(List.of(TO_ALL), texts(seen));
        var intervals = intervals(instants(seen));
        assertTrue(intervals.stream().allMatch(i -> i >= 3000 && i <= 3500), intervals::toString);
    }

    @Clause("RFC 4861 §6.2.6d")
    @Test
    void aHostWithAnAddressIsAnsweredAlone() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        lab.knows("fe80::fffe");
        long next = lab.state().next();
        lab.hears(NdFrame.routerSolicitation().bytes());
        lab.hears(NdFrame.routerSolicitation().bytes());
        var seen = lab.during(Duration.ofMillis(500));
        assertEquals(1, seen.size());
        assertEquals(
                List.of("RA fe80::1 > fe80::fffe @02:00:00:00:ff:fe lifetime 1800 slla 02:00:00:00:01:01"),
                texts(seen));
        assertEquals(next, lab.state().next());
    }

    @Test
    void moreHostsThanMayWaitAreAnsweredTogether() throws CommandException {
        var lab = quiet(new RaLab(state, 1, Map.of("unicast_waiting", 2)));
        for (String host : List.of("fe80::a", "fe80::b", "fe80::c")) {
            lab.knows(host);
            lab.hears(NdFrame.routerSolicitation().from(host).bytes());
        }
        assertTrue(texts(lab.during(Duration.ofMillis(500))).contains(TO_ALL));
    }

    /// RFC 4861 §10: constants, but a laboratory and RFC 6275 §13 want others.
    @Test
    void theRouterConstantsAreConfigurable() throws CommandException {
        var lab = new RaLab(
                state,
                1,
                Map.of(
                        "max_initial_rtr_advertisements", 4,
                        "max_initial_rtr_advert_interval_ms", 2_000,
                        "max_final_rtr_advertisements", 2,
                        "min_delay_between_ras_ms", 100,
                        "max_ra_delay_time_ms", 0));
        lab.ra6("set lan on");
        long now = lab.now();
        assertEquals(List.of(now, now + 2000, now + 4000, now + 6000), instants(lab.during(Duration.ofSeconds(30))));
        lab.hears(NdFrame.routerSolicitation().from("::").bytes());
        assertEquals(List.of(lab.now()), instants(lab.during(Duration.ZERO)), "no random delay");
        long asked = lab.now();
        lab.hears(NdFrame.routerSolicitation().from("::").bytes());
        assertEquals(List.of(asked + 100), instants(lab.during(Duration.ofSeconds(10))));
        lab.ra6("set lan off");
        long off = lab.now();
        assertEquals(List.of(off, off + 100), instants(lab.during(HOUR)));
    }

    @Test
    void aChangeOfTheConstantsCountsFromThenOn() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        lab.configure(Map.of("max_final_rtr_advertisements", 1));
        lab.ra6("set lan off");
        assertEquals(List.of(FINAL), texts(lab.during(HOUR)));
        assertEquals(1, lab.counter("inaba.ra.final-advertisements-sent"));
    }

    @Test
    void aSwapKeepsTheSchedule() throws CommandException {
        var lab = new RaLab(state, 1);
        lab.ra6("set lan on");
        lab.during(Duration.ofSeconds(20));
        for (int i = 0; i < 20; i++) {
            var before = lab.state();
            lab.swap();
            assertEquals(before, lab.state());
            assertEquals(List.of(), lab.during(Duration.ZERO));
            long due = before.next() / 1_000_000;
            var seen = lab.during(Duration.ofMillis(due - lab.now() + 1));
            assertEquals(List.of(due), instants(seen));
            assertEquals(List.of(TO_ALL), texts(seen));
        }
    }

    @Test
    void aHostThatWaitsDuringASwapIsStillAnswered() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        lab.hears(NdFrame.routerSolicitation().bytes());
        lab.swap();
        assertEquals(List.of(TO_ALL), texts(lab.during(Duration.ofMillis(500))));
    }

    @Test
    void aStoppedBundleSaysNothingMoreAndNoGoodbye() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        lab.stop();
        assertEquals(List.of(), lab.during(HOUR));
    }

    @Clause({"RFC 4861 §6.2.5", "RFC 4861 §6.2.4a"})
    @ParameterizedTest
    @ValueSource(strings = {"off", "forwarding off"})
    void whoCeasesSaysSoThreeTimes(String how) throws CommandException { // §6.2.5
        var lab = quiet(new RaLab(state, 1));
        if (how.equals("off")) {
            lab.ra6("set lan off");
        } else {
            lab.link(lab.link().withForwarding(false));
        }
        long now = lab.now();
        var seen = lab.during(HOUR);
        assertEquals(List.of(FINAL), texts(seen));
        assertEquals(List.of(now, now + 3000, now + 6000), instants(seen));
        lab.hears(NdFrame.routerSolicitation().from("::").bytes());
        assertEquals(List.of(), lab.during(HOUR));
    }

    @Test
    void finalOnesGoOnOverASwap() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        lab.ra6("set lan off");
        assertEquals(1, lab.during(Duration.ofSeconds(1)).size());
        lab.swap();
        assertEquals(List.of(FINAL), texts(lab.during(HOUR)));
        assertEquals(3, lab.counter("inaba.ra.final-advertisements-sent"));
    }

    @Clause("RFC 4861 §6.2.2a")
    @Test
    void aLinkThatComesBackBeginsAnew() throws CommandException { // §6.2.2
        var lab = quiet(new RaLab(state, 1));
        lab.link(lab.link().withCarrier(false));
        assertEquals(List.of(), lab.during(HOUR));
        lab.link(lab.link().withCarrier(true));
        long now = lab.now();
        assertEquals(List.of(now, now + 16_000, now + 32_000), instants(lab.during(Duration.ofMinutes(1))));
    }

    @Clause("RFC 4861 §6.2.3b")
    @Test
    void anAddressUnderDuplicateDetectionIsNotYetASource() throws CommandException {
        var lab = quiet(new RaLab(state, 1));
        var key = new AddressKey(lab.link().index(), Ipv6Address.parse("fe80::1"));
        var addresses = lab.router.engine().addresses();
        var row = Objects.requireNonNull(addresses.get(key));
        addresses.put(row.withState(AddressRow.State.TENTATIVE));
        assertEquals(List.of(), lab.during(HOUR));
        addresses.put(row);
        assertEquals(List.of(TO_ALL), texts(lab.during(Duration.ZERO)));
    }

    @Test
    void theFirstOneWaitsForThePrefixOfAnAddressThatIsStillChecked() throws CommandException {
        var lab = new RaLab(state, 1);
        lab.router.address("lan", "2001:db8:1::1/64");
        var addresses = lab.router.engine().addresses();
        var row = Objects.requireNonNull(
                addresses.get(new AddressKey(lab.link().index(), Ipv6Address.parse("2001:db8:1::1"))));
        addresses.put(row.withState(AddressRow.State.TENTATIVE));
        lab.ra6("set lan on");
        assertEquals(List.of(), lab.during(Duration.ofSeconds(1)));
        addresses.put(row);
        var seen = lab.during(Duration.ZERO);
        assertEquals(1, seen.size(), seen::toString);
        assertTrue(seen.getFirst().text().contains("2001:db8:1::/64"), seen::toString);

        addresses.put(row.withState(AddressRow.State.TENTATIVE)); // no reason to cease
        assertTrue(lab.during(Duration.ofSeconds(1)).stream()
                .noneMatch(s -> s.text().contains("lifetime 0")));
    }

    @Clause({"RFC 4861 §6.2.4d", "RFC 4191 §4f"})
    @Test
    void aNewPrefixIsToldAtOnce() throws CommandException { // §6.2.4
        var lab = quiet(new RaLab(state, 1));
        lab.router.address("lan", "2001:db8:1::1/64");
        long now = lab.now();
        var seen = lab.during(Duration.ofMinutes(1));
        assertEquals(List.of(TO_ALL + " prefix 2001:db8:1::/64"), texts(seen));
        assertEquals(List.of(now, now + 16_000, now + 32_000), instants(seen));
    }

    @Clause("RFC 4861 §6.1.1a")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        hop limit 254     | inaba.nd.hop-limit-not-255
        code 1            | inaba.nd.code-not-zero
        slla from ::      | inaba.nd.unspecified-with-link-address
        """)
    void anInvalidSolicitationIsDroppedByName(String flaw, String counter) throws CommandException { // §6.1.1
        var lab = quiet(new RaLab(state, 1));
        var frame =
                switch (flaw) {
                    case "code 1" -> NdFrame.routerSolicitation().code(1);
                    case "hop limit 254" -> NdFrame.routerSolicitation().hopLimit(254);
                    default -> NdFrame.routerSolicitation().from("::").sourceMac(RaLab.HOST_MAC);
                };
        lab.hears(frame.bytes());
        assertEquals(1, lab.counter(counter));
        assertEquals(List.of(), lab.during(Duration.ofSeconds(4)));
    }

    @Clause("RFC 4861 §6.2.7a")
    @Test
    void anotherRouterThatDisagreesIsNoticed() throws CommandException { // §6.2.7
        var lab = quiet(new RaLab(state, 1));
        lab.hears(NdFrame.routerAdvertisement(1800, 64, 0, 0).bytes());
        assertEquals(0, lab.counter("inaba.ra.inconsistent"));
        lab.hears(NdFrame.routerAdvertisement(1800, 32, 0, 0)
                .from(MacAddress.parse("02:00:00:00:ff:01"))
                .bytes());
        assertEquals(1, lab.counter("inaba.ra.inconsistent"));
    }

    @Test
    void whatAPersonSetIsShownAndReplayed() throws CommandException {
        var lab = new RaLab(state, 1);
        var command = new Ra6Command(lab.router.engine());
        assertEquals(List.of(), command.configuration());
        lab.ra6("set lan on interval 3 4 prefix 2001:db8:1::/64 valid forever");
        assertEquals(
                List.of(
                        "set lan on interval 3 4 prefix 2001:db8:1::/64 onlink on auto on valid forever preferred 604800"),
                command.configuration());
        lab.during(Duration.ofMillis(1));
        var shown = lab.ra6("show").getFirst();
        var fields =
                shown.fields().stream().map(f -> f.name() + '=' + f.value()).collect(Collectors.joining(" "));
        assertTrue(fields.startsWith("link=lan state=on interval=3 interval_max=4 lifetime=12 pref=medium"), fields);
        assertTrue(fields.contains("from=fe80::1"), fields);
        assertFalse(fields.contains("waits"), fields);
        assertEquals(1, shown.children().getFirst().lines().size());
        lab.link(lab.link().withAdminUp(false));
        assertTrue(lab.ra6("show").getFirst().fields().stream()
                .anyMatch(f -> f.name().equals("waits") && f.value().equals("link is down")));
    }

    /// Its initial advertisements are over, and the next is minutes away.
    private static RaLab quiet(RaLab lab) throws CommandException {
        lab.ra6("set lan on interval 1350 1800 lifetime 1800");
        lab.during(Duration.ofSeconds(60));
        return lab;
    }

    private static List<Long> instants(List<Seen> seen) {
        return seen.stream().map(Seen::at).toList();
    }

    private static List<Long> intervals(List<Long> instants) {
        return LongStream.range(1, instants.size())
                .map(i -> instants.get((int) i) - instants.get((int) i - 1))
                .boxed()
                .toList();
    }

    private static List<String> texts(List<Seen> seen) {
        return seen.stream().map(Seen::text).distinct().toList();
    }
}
