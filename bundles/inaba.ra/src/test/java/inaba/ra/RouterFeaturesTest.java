package inaba.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AddressKey;
import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.ra.RaLab.Seen;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import inaba.wire.nd.AdvertisementInterval;
import inaba.wire.nd.CaptivePortal;
import inaba.wire.nd.HomeAgentInformation;
import inaba.wire.nd.LinkLayerAddressOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What users of radvd expect beyond RFC 4861: each of its options, and what is taken back when it goes.
class RouterFeaturesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String QUIET = "set lan on interval 1350 1800 lifetime 1800 ";

    @TempDir
    Path state;

    private RaLab lab;

    @BeforeEach
    void aRouter() {
        lab = new RaLab(state, 1);
    }

    @Test
    @Clause("RFC 9096 §3.5")
    void aPrefixThatIsNoLongerNamedIsDeprecatedForTwoHours() throws CommandException {
        lab.ra6(QUIET + "prefix 2001:db8:1::/64 prefix 2001:db8:2::/64");
        lab.during(MINUTE);
        lab.ra6("set lan prefix 2001:db8:2::/64");
        lab.during(Duration.ofSeconds(1));
        assertEquals(
                List.of("2001:db8:2::/64 LA 2592000 604800", "2001:db8:1::/64 LA 7200 0"), lab.prefixes(), "at once");
        lab.swap();
        lab.during(HOUR);
        assertEquals(2, lab.prefixes().size());
        assertTrue(lab.prefixes().getLast().endsWith(" 0"), lab.prefixes()::toString);
        lab.during(HOUR.multipliedBy(2));
        assertEquals(List.of("2001:db8:2::/64 LA 2592000 604800"), lab.prefixes());
    }

    @Test
    void aPrefixIsDeprecatedNoLongerThanItWasValid() throws CommandException {
        lab.ra6(QUIET + "prefix 2001:db8:1::/64 valid 600 preferred 60 prefix 2001:db8:2::/64");
        lab.during(MINUTE);
        lab.ra6("set lan prefix 2001:db8:2::/64");
        lab.during(Duration.ofSeconds(1));
        assertEquals("2001:db8:1::/64 LA 600 0", lab.prefixes().getLast());
    }

    /// Hosts have forgotten it meanwhile, or are about to.
    @Test
    @Clause("RFC 9096 §3.5")
    void aPrefixIsNotToldAnewForItsWholeLifeWhenTheLinkComesBackWithoutIt() throws CommandException {
        for (var away : List.of(HOUR, HOUR.multipliedBy(3))) {
            lab.ra6(QUIET + "prefix 2001:db8:1::/64 prefix 2001:db8:2::/64");
            lab.during(MINUTE);
            lab.link(lab.link().withCarrier(false));
            lab.during(MINUTE);
            lab.ra6("set lan prefix 2001:db8:2::/64");
            lab.during(away.minus(MINUTE));
            lab.link(lab.link().withCarrier(true));
            lab.during(MINUTE);
            boolean known = away.equals(HOUR);
            assertEquals(known ? 2 : 1, lab.prefixes().size(), lab.prefixes()::toString);
            if (known) {
                long left = Long.parseLong(lab.prefixes().getLast().split(" ")[2]);
                assertTrue(left > 3_000 && left <= 3_600, lab.prefixes()::toString);
            }
        }
    }

    @Test
    @Clause("RFC 8028 §2.1a")
    void theSubnetOfAnAddressThatWentIsDeprecatedAndOneThatComesBackIsNot() throws CommandException {
        lab.router.address("lan", "2001:db8:1::1/64").address("lan", "2001:db8:2::1/64");
        lab.ra6(QUIET);
        lab.during(MINUTE);
        var key = new AddressKey(lab.link().index(), Ipv6Address.parse("2001:db8:1::1"));
        lab.router.engine().addresses().remove(key);
        lab.during(Duration.ofSeconds(4));
        assertEquals("2001:db8:1::/64 LA 7200 0", lab.prefixes().getLast());
        lab.router.address("lan", "2001:db8:1::1/64");
        lab.during(Duration.ofSeconds(4));
        assertFalse(lab.prefixes().toString().contains(" 0,"), lab.prefixes()::toString);
        assertEquals(2, lab.prefixes().size());
    }

    @Test
    @Clause("RFC 4861 §6.2.5")
    void theEndOfTheApplianceTakesTheRouterBack() throws Exception {
        lab.ra6(QUIET + "prefix 2001:db8:1::/64 deprecate on prefix 2001:db8:2::/64");
        lab.during(MINUTE);
        lab.leave("end");
        var seen = lab.during(Duration.ZERO);
        assertEquals(1, seen.size());
        assertEquals(0, lab.last().routerLifetime());
        assertEquals(
                List.of("2001:db8:1::/64 LA 2592000 0", "2001:db8:2::/64 LA 2592000 604800"),
                lab.prefixes(),
                "one is to be deprecated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "end"})
    @Clause("RFC 4861 §6.2.5")
    void aLinkThatGoesDownTakesTheRouterBackBeforeItDoes(String how) throws Exception {
        lab.ra6(QUIET);
        lab.during(MINUTE);
        lab.leave(how);
        var seen = lab.during(Duration.ZERO);
        assertEquals(1, seen.size(), seen::toString);
        assertEquals(0, lab.last().routerLifetime());
        assertEquals(List.of(), lab.during(MINUTE), "nothing comes after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "end"})
    @Clause({"RFC 4861 §6.2.5", "RFC 4861 §6.2.6c"})
    void theLinkStaysUpUntilTheLastOneMayBeSent(String how) throws Exception {
        lab.ra6(QUIET);
        long last = lab.during(Duration.ofSeconds(1)).getLast().at();
        lab.leave(how);
        assertEquals(last + 3000, lab.now(), "three seconds behind the one before");
        assertEquals(1, lab.during(Duration.ZERO).size());
        assertEquals(0, lab.last().routerLifetime());
        assertEquals(List.of(), lab.during(MINUTE), "nothing comes after");
    }

    @Test
    @Clause("RFC 4861 §6.2.6c")
    void aLinkThatComesUpAgainAdvertisesAgain() throws Exception {
        lab.ra6(QUIET);
        lab.during(MINUTE);
        lab.leave("down");
        long last = lab.during(Duration.ofSeconds(1)).getLast().at();
        lab.link(lab.link().withAdminUp(true));
        var seen = lab.during(Duration.ofSeconds(5));
        assertEquals(last + 3000, seen.getFirst().at());
        assertEquals(1800, lab.last().routerLifetime());
    }

    @Test
    @Clause("RFC 4861 §6.2.8b")
    void aSuccessorTakesTheFormerAddressBackToo() throws CommandException {
        lab.ra6(QUIET);
        lab.during(MINUTE);
        lab.router.address("lan", "fe80::2/64");
        lab.router.engine().addresses().remove(new AddressKey(lab.link().index(), Ipv6Address.parse("fe80::1")));
        var before = lab.during(Duration.ofSeconds(5));
        lab.swap();
        var after = lab.during(MINUTE);
        long former = Stream.concat(before.stream(), after.stream())
                .filter(s -> s.text().contains("fe80::1 >") && s.text().contains("lifetime 0"))
                .count();
        assertEquals(3, former, () -> before + " " + after);
    }

    @Test
    @Clause("RFC 4861 §6.2.8b")
    void anotherLinkLocalAddressTakesTheFormerRouterBack() throws CommandException {
        lab.ra6(QUIET);
        lab.during(MINUTE);
        lab.router.address("lan", "fe80::2/64");
        assertEquals(List.of(), lab.during(MINUTE), "the same one as long as it is there");
        lab.router.engine().addresses().remove(new AddressKey(lab.link().index(), Ipv6Address.parse("fe80::1")));
        var seen = lab.during(MINUTE);
        var former = seen.stream().filter(s -> s.text().contains("fe80::1 >")).toList();
        assertEquals(3, former.size(), seen::toString);
        assertTrue(former.stream().allMatch(s -> s.text().contains("lifetime 0")));
        assertEquals(
                3, seen.stream().filter(s -> s.text().contains("fe80::2 >")).count());
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i).at() - seen.get(i - 1).at() >= 3000, seen::toString);
        }
    }

    @Test
    @Clause("RFC 4861 §6.2.6c")
    void aLinkThatFlapsDoesNotBreakTheDistanceBetweenAdvertisements() throws CommandException {
        lab.ra6("set lan on");
        long first = lab.during(Duration.ZERO).getFirst().at();
        lab.link(lab.link().withCarrier(false));
        assertEquals(List.of(), lab.router.engine().advertisingStates().rows(), "nothing can be sent any more");
        lab.during(Duration.ofSeconds(1));
        lab.link(lab.link().withCarrier(true));
        assertEquals(first + 3000, lab.during(Duration.ofSeconds(5)).getFirst().at());
    }

    @Test
    void lifetimesRunDownInRealTimeWhereAPersonWantsIt() throws CommandException {
        lab.ra6("set lan on interval 3 4 prefix 2001:db8:1::/64 valid 100 preferred 50 decrement on");
        lab.during(Duration.ofSeconds(70));
        long valid = Long.parseLong(lab.prefixes().getFirst().split(" ")[2]);
        assertTrue(valid >= 30 && valid <= 34, lab.prefixes()::toString);
        assertTrue(lab.prefixes().getFirst().endsWith(" 0"));
        lab.during(HOUR);
        assertEquals("2001:db8:1::/64 LA 0 0", lab.prefixes().getFirst());
    }

    @Test
    void mobileNodesAreToldOfTheHomeAgent() throws CommandException {
        lab.router.address("lan", "2001:db8:1::99/64");
        lab.ra6(QUIET + "homeagent on hapref 7 halifetime 600 advinterval on prefix 2001:db8:1::/64 router on");
        lab.during(MINUTE);
        assertTrue(lab.last().homeAgent());
        var agent = new HomeAgentInformation(lab.option(HomeAgentInformation.TYPE));
        assertEquals(7, agent.preference());
        assertEquals(600, agent.lifetime());
        assertEquals(1_800_000, new AdvertisementInterval(lab.option(AdvertisementInterval.TYPE)).interval());
        assertEquals(List.of("2001:db8:1::99/64 LAR 2592000 604800"), lab.prefixes());
    }

    @Test
    void hostsAreToldOfACaptivePortal() throws CommandException {
        lab.ra6(QUIET + "captive https://portal.example/api");
        lab.during(MINUTE);
        assertEquals("https://portal.example/api", new CaptivePortal(lab.option(CaptivePortal.TYPE)).uri());
    }

    @Test
    @Clause("RFC 4861 §6.2.3a")
    void theLinkLayerAddressCanBeLeftAway() throws CommandException {
        lab.ra6(QUIET + "slla off");
        lab.during(MINUTE);
        assertFalse(lab.hasOption(LinkLayerAddressOption.SOURCE));
    }

    @Test
    void unicastOnlyAnswersHostsAndSaysNothingToAll() throws CommandException {
        lab.ra6(QUIET + "unicast on");
        assertEquals(List.of(), lab.during(HOUR));
        lab.knows("fe80::fffe");
        lab.hears(NdFrame.routerSolicitation().bytes());
        assertEquals(1, lab.during(Duration.ofMillis(500)).size());
        lab.hears(NdFrame.routerSolicitation().from("::").bytes());
        assertEquals(List.of(), lab.during(MINUTE));
        assertEquals(1, lab.counter("inaba.ra.not-a-client"));
    }

    @Test
    void onlyClientsAreAdvertisedTo() throws CommandException {
        lab.knows("fe80::a");
        lab.knows("fe80::b");
        lab.ra6(QUIET + "client fe80::a fe80::b");
        var seen = lab.during(Duration.ZERO);
        assertEquals(2, seen.size());
        assertTrue(seen.stream().map(Seen::text).allMatch(t -> t.contains("> fe80::a @") || t.contains("> fe80::b @")));
        lab.during(MINUTE);
        lab.hears(NdFrame.routerSolicitation().from("fe80::c").bytes());
        assertEquals(List.of(), lab.during(MINUTE));
        lab.hears(NdFrame.routerSolicitation().from("fe80::a").bytes());
        assertEquals(1, lab.during(Duration.ofMillis(500)).size());
    }

    @Test
    void aSourceThatAPersonNamedIsUsedOrWaitedFor() throws CommandException {
        lab.ra6(QUIET + "source fe80::9");
        assertEquals(List.of(), lab.during(MINUTE));
        assertTrue(lab.ra6("show").getFirst().fields().stream()
                .anyMatch(f -> f.value().equals("no address fe80::9")));
        lab.router.address("lan", "fe80::9/64");
        assertTrue(lab.during(Duration.ZERO).getFirst().text().startsWith("RA fe80::9 >"));
    }
}
