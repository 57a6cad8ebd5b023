package inaba.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import inaba.api.route.Fib;
import inaba.testkit.TypedCall;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `route6` typed at a host with an address on `lan` and a router at fe80::1 on `wan`.
class RouteCommandTest {
    @TempDir
    Path state;

    private final RouteLab lab;

    RouteCommandTest(@TempDir Path node) {
        lab = new RouteLab(node);
        lab.host.address("lan", "2001:db8:1::1/64").address("wan", "fe80::99/64");
        lab.hears(NdFrame.routerAdvertisement(1800).from("fe80::1"));
    }

    @Test
    void routesAreAddedShownAndDeletedInIproute2sWords() throws CommandException {
        assertEquals(List.of(), lab.types("add 2001:db8:5::/48 via 2001:db8:1::9 metric 7"));
        lab.types("add unreachable 2001:db8:6::/48");
        assertEquals(
                List.of(
                        "default via fe80::1 dev wan proto ra metric 1024 expires 1800sec pref medium",
                        "2001:db8:1::/64 dev lan proto kernel metric 256 pref medium",
                        "2001:db8:5::/48 via 2001:db8:1::9 dev lan proto static metric 7 pref medium",
                        "unreachable 2001:db8:6::/48 proto static metric 1024 pref medium",
                        "fe80::/64 dev wan proto kernel metric 256 pref medium"),
                lab.routes());
        assertEquals(1, lab.types("show proto ra").size());
        assertEquals(2, lab.types("show dev lan").size());
        assertEquals(1, lab.types("show 2001:db8:5::/48").size());
        assertEquals("2001:db8:1::9", lab.nextHop("2001:db8:5::77"));

        lab.types("del 2001:db8:5::/48");
        lab.types("delete 2001:db8:6::/48");
        assertEquals("fe80::1", lab.nextHop("2001:db8:5::77"));
        assertEquals(3, lab.routes().size());
    }

    @Test
    void aRouteThatExistsIsReplacedOnlyWhenOneSaysSo() throws CommandException {
        lab.types("add 2001:db8:5::/48 via 2001:db8:1::9");
        assertEquals(
                "route6: a route to 2001:db8:5::/48 with metric 1024 exists: use replace, or another metric",
                fails("add 2001:db8:5::/48 via 2001:db8:1::8"));
        lab.types("replace 2001:db8:5::/48 via 2001:db8:1::8");
        assertEquals("2001:db8:1::8", lab.nextHop("2001:db8:5::1"));
        lab.types("add 2001:db8:5::/48 via 2001:db8:1::7 metric 3");
        assertEquals("2001:db8:1::7", lab.nextHop("2001:db8:5::1"));
        lab.types("del 2001:db8:5::/48");
        assertEquals("2001:db8:1::8", lab.nextHop("2001:db8:5::1"), "the one in use is deleted");
    }

    @Test
    void whatIsNotThereCannotBeDeletedNorWhatIsConnected() throws CommandException {
        assertEquals("route6: no such route", fails("del 2001:db8:5::/48"));
        assertEquals("route6: no such route", fails("del default via fe80::7 dev wan"));
        assertTrue(fails("del 2001:db8:1::/64").contains("addr6 del"));
        lab.types("del default");
        assertEquals("route6: no such route", fails("del default"));
    }

    @Test
    void oneNextHopOfSeveralCanBeDeleted() throws CommandException {
        lab.types("add 2001:db8:5::/48 nexthop via 2001:db8:1::8 nexthop via fe80::2 dev wan weight 3");
        lab.types("del 2001:db8:5::/48 via 2001:db8:1::8 dev lan");
        assertEquals(
                List.of("2001:db8:5::/48 via fe80::2 dev wan proto static metric 1024 pref medium"),
                lab.types("show 2001:db8:5::/48"));
    }

    @Test
    void getSaysWhereAPacketGoes() throws CommandException {
        lab.types("add prohibit 2001:db8:6::/48");
        lab.types("add 2001:db8:5::/48 via 2001:db8:1::9 mtu 1400");
        assertEquals(
                List.of("2001:db8:5::1 via 2001:db8:1::9 dev lan proto static src 2001:db8:1::1 metric 1024 mtu 1400"
                        + " pref medium"),
                lab.types("get 2001:db8:5::1"));
        assertEquals(
                List.of("2001:db8:1::5 dev lan proto kernel src 2001:db8:1::1 metric 256 pref medium"),
                lab.types("get 2001:db8:1::5"));
        assertEquals(List.of("local 2001:db8:1::1 src 2001:db8:1::1"), lab.types("get 2001:db8:1::1"));
        assertEquals(
                List.of("prohibit 2001:db8:6::1 proto static metric 1024 pref medium"), lab.types("get 2001:db8:6::1"));
        assertTrue(lab.types("get 2001:db8:77::1 from 2001:db8:1::1")
                .getFirst()
                .startsWith("2001:db8:77::1 from 2001:db8:1::1 via fe80::1 dev wan proto ra"));
        assertEquals(List.of("fe80::5 dev wan src fe80::99"), lab.types("get fe80::5 dev wan"));
        assertEquals(List.of("fe80::5 dev wan src fe80::99"), lab.types("get fe80::5%wan"));
        assertTrue(fails("get fe80::5%wan dev lan").contains("expected one link, not both"));
        assertTrue(fails("get fe80::5").contains("as fe80::5%LINK or with dev LINK"));
        lab.types("flush");
        assertEquals("route6: no route to 2001:db8:77::1", fails("get 2001:db8:77::1"));
    }

    @Test
    void flushTakesARoutingProtocolsRoutesAndNeverConnectedOnes() throws CommandException {
        lab.types("add 2001:db8:5::/48 via 2001:db8:1::9");
        lab.types("add 2001:db8:6::/48 via 2001:db8:1::9");
        assertEquals(List.of("2 routes flushed"), lab.types("flush proto static"));
        assertEquals(List.of("1 route flushed"), lab.types("flush"));
        assertEquals(2, lab.routes().size());
        assertEquals(
                "route6: expected kernel, ra or static after \"proto\", not \"bogus\"", fails("flush proto bogus"));
        assertTrue(fails("flush proto kernel").contains("addr6 del"));
    }

    @Test
    void theConfigurationMakesTheSameRoutesAgain() throws CommandException {
        lab.types("add 2001:db8:5::/48 via 2001:db8:1::9 pref high");
        lab.types("add default from 2001:db8:1::/64 via fe80::2 dev wan metric 5");
        lab.types("add blackhole 2001:db8:6::/48 table red");
        lab.types("add 2001:db8:7::/48 nexthop via 2001:db8:1::8 nexthop via fe80::2 dev wan weight 3 mtu 1300");
        var configuration = new RouteCommand(lab.host.engine()).configuration();
        assertEquals(
                List.of(
                        "add 2001:db8:5::/48 via 2001:db8:1::9 dev lan pref high",
                        "add default from 2001:db8:1::/64 via fe80::2 dev wan metric 5",
                        "add blackhole 2001:db8:6::/48 table red",
                        "add 2001:db8:7::/48 mtu 1300 nexthop via 2001:db8:1::8 dev lan weight 1 nexthop via fe80::2"
                                + " dev wan weight 3"),
                configuration);
        var before = lab.routes();
        lab.types("flush proto static");
        for (String line : configuration) {
            lab.types(line);
        }
        assertEquals(before, lab.routes());
    }

    @Test
    void aFileIsLoadedWholeOrNotAtAll() throws CommandException, IOException {
        var file = state.resolve("routes");
        Files.writeString(file, """
                # two routes and a comment

                2001:db8:5::/48 via 2001:db8:1::9   # the first
                blackhole 2001:db8:6::/48
                2001:db8:7::/48 dev nosuch
                2001:db8:8::/48 dev lan
                """);
        assertEquals(file + " line 5: no link named \"nosuch\"; there are lan, wan", fails("load " + file));
        assertEquals(0, lab.types("show proto static").size());
        assertTrue(fails("load " + state.resolve("none")).contains("there is no such file"));
        Files.writeString(file, "2001:db8:9::/48 dev lan\n2001:db8:a::/48 via 2001:db8:9::1\n");
        assertEquals(List.of("2 routes loaded"), lab.types("load " + file));
        assertEquals("2001:db8:9::1", lab.nextHop("2001:db8:a::1"));
    }

    @Test
    void aRouteOfAFileThatExistsIsNamedAndThoseBeforeItAreTakenBack() throws CommandException, IOException {
        var file = state.resolve("routes");
        lab.types("add 2001:db8:7::/48 via 2001:db8:1::9");
        Files.writeString(file, """
                2001:db8:5::/48 via 2001:db8:1::9
                # there already
                2001:db8:7::/48 via 2001:db8:1::8
                """);
        assertEquals(
                file + " line 3: a route to 2001:db8:7::/48 with metric 1024 exists: use replace, or another metric;"
                        + " no route was loaded",
                fails("load " + file));
        assertEquals(
                List.of("2001:db8:7::/48 via 2001:db8:1::9 dev lan proto static metric 1024 pref medium"),
                lab.types("show proto static"));
        Files.writeString(file, "2001:db8:5::/48 dev lan\n2001:db8:5::/48 dev wan\n");
        assertTrue(fails("load " + file).startsWith(file + " line 2: a route to 2001:db8:5::/48 with metric 1024"));
        assertEquals(1, lab.types("show proto static").size());
    }

    @Test
    void whatStandsBehindThePrefixMeansTheSameInEachLine() throws CommandException, IOException {
        var file = state.resolve("routes");
        Files.writeString(file, """
                2001:db8:5::/48 via 2001:db8:1::9 metric 7
                2001:db8:6::/48 via 2001:db8:1::9 metric 7
                unicast 2001:db8:7::/48 via 2001:db8:1::9 metric 7
                default via 2001:db8:1::9 metric 7
                2001:db8:1:8000::/65 dev wan
                2001:db8:8::/48 via 2001:db8:1::9 metric 8
                2001:db8:9::/48 via 2001:db8:1:0:8000::9
                2001:db8:1:0:8000::/66 dev lan
                2001:db8:a::/48 via 2001:db8:1:0:8000::9
                """);
        lab.types("load " + file);
        var shown = lab.types("show proto static");
        assertTrue(shown.contains("default via 2001:db8:1::9 dev lan proto static metric 7 pref medium"));
        assertTrue(shown.contains("2001:db8:7::/48 via 2001:db8:1::9 dev lan proto static metric 7 pref medium"));
        assertTrue(shown.contains("2001:db8:8::/48 via 2001:db8:1::9 dev lan proto static metric 8 pref medium"));
        assertTrue(shown.contains(
                "2001:db8:a::/48 via 2001:db8:1:0:8000::9 dev lan proto static metric 1024 pref medium"));
        lab.types("flush proto static");
        Files.writeString(file, "unicast 2001:db8:7::/48 dev lan\n2001:db8:5::/48 2001:db8:7::/48 dev lan\n");
        assertTrue(fails("load " + file).contains("line 2: expected from, via, dev"));
        Files.writeString(file, "2001:db8:5::/48 dev lan\nff02::/16 dev lan\n");
        assertTrue(fails("load " + file).contains("line 2: ff02::/16 is multicast"));
    }

    @Test
    void aLargeFileIsLoadedInBatchesWithItsProgress() throws CommandException, IOException {
        var file = state.resolve("routes");
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            lines.add("2a00:" + Integer.toHexString(i) + "::/32 via fe80::1 dev wan");
        }
        Files.write(file, lines);
        var command = new RouteCommand(lab.host.engine());
        var call = new TypedCall(command, List.of("load", file.toString()));
        command.run(call);
        lab.lab.settle();
        assertEquals(List.of("20,000 routes loaded"), call.printed());
        assertEquals("1,024 routes added", call.progressed().getFirst());
        assertEquals("fe80::1", lab.nextHop("2a00:1388::1"));
        assertEquals(20_002, lab.rows().size());
    }

    @Test
    void theFibIsShownAndAdviceIsRefusedWhereNoAlgorithmIsOffered() throws CommandException {
        var command = new FibCommand(lab.host.engine());
        var shown = TypedCall.type(command, "");
        assertEquals(1, shown.size());
        assertTrue(shown.getFirst().startsWith("main IPv6 (core) 2 "), shown.getFirst());
        var error = assertThrows(CommandException.class, () -> TypedCall.type(command, "advise"));
        assertEquals(1, error.exitCode());
    }

    @Test
    void adviceIsForTheLargestTableOfEitherFamily() throws CommandException {
        var routes = new Route4Command(lab.host.engine());
        for (int i = 0; i < 5; i++) {
            TypedCall.type(routes, "add blackhole 10." + i + ".0.0/16");
        }
        var built = new HashSet<Prefix>();
        var command = new FibCommand(lab.host.engine());
        command.algorithms = List.of(new Recording(built));
        var shown = TypedCall.type(command, "advise");
        assertTrue(shown.getLast().startsWith("recording suits this table of 5 routes best"), shown.getLast());
        assertTrue(built.contains(Prefix.parse("a04::/16")), "10.4.0.0/16 begins with its own bits: " + built);
    }

    /// Notes what it builds, and finds nothing.
    private record Recording(Set<Prefix> built) implements Fib.Algorithm, Fib {
        @Override
        public String name() {
            return "recording";
        }

        @Override
        public Fib build(Collection<Entry> entries) {
            entries.forEach(entry -> built.add(entry.prefix()));
            return this;
        }

        @Override
        public int lookup(long high, long low) {
            return NONE;
        }

        @Override
        public Fib apply(List<Change> changes) {
            return this;
        }

        @Override
        public long memory() {
            return 0;
        }
    }

    private String fails(String words) {
        return String.valueOf(
                assertThrows(CommandException.class, () -> lab.types(words)).getMessage());
    }
}
