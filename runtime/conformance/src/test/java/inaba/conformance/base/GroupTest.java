package inaba.conformance.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.GroupRow;
import inaba.api.multicast.SourceFilter;
import inaba.api.table.Row;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packets to groups: of which scope, and from whom.
class GroupTest {
    private static final String GROUP = "ff1e::9";
    private static final String OTHER = "2001:db8:1::eeee";

    @TempDir
    Path state;

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "EXCLUDE -,     -,             reply",
        "INCLUDE peer,  -,             reply",
        "INCLUDE other, -,             silence",
        "EXCLUDE peer,  -,             silence",
        "EXCLUDE other, -,             reply",
        "INCLUDE other, INCLUDE peer,  reply",
        "INCLUDE other, EXCLUDE peer,  silence",
        "EXCLUDE peer,  EXCLUDE other, reply",
        "EXCLUDE peer,  EXCLUDE -,     reply"
    })
    @Clause({"RFC 3810 §2.1", "RFC 3810 §4.2"})
    void aGroupIsHeardFromTheSourcesThatItsListenersWant(String first, String second, String answer) {
        var bench = Bench.host(state);
        listen(bench, 1, first);
        listen(bench, 2, second);
        assertEquals(
                answer, bench.hears(Datagram.of(Bench.PEER, GROUP, "echo:8")).answers());
        boolean refused = answer.equals("silence");
        assertEquals(refused ? 1L : 0L, bench.drops().getOrDefault("inaba.core.source-not-wanted", 0L));
    }

    @Test
    @Clause("RFC 3810 §2.1")
    void whoeverIsWantedAgainIsHeardAgain() {
        var bench = Bench.host(state);
        listen(bench, 1, "EXCLUDE peer");
        assertEquals(
                "silence", bench.hears(Datagram.of(Bench.PEER, GROUP, "echo:8")).answers());
        listen(bench, 1, "EXCLUDE other");
        assertEquals(
                "reply", bench.hears(Datagram.of(Bench.PEER, GROUP, "echo:8")).answers());
        listen(bench, 2, "INCLUDE other");
        bench.node().engine().groups().remove(row(1, "EXCLUDE other").key());
        assertEquals(
                "silence", bench.hears(Datagram.of(Bench.PEER, GROUP, "echo:8")).answers());
        bench.node().engine().groups().remove(row(2, "INCLUDE other").key());
        assertEquals(
                "silence", bench.hears(Datagram.of(Bench.PEER, GROUP, "echo:8")).answers());
        assertTrue(bench.drops().getOrDefault("inaba.core.not-joined", 0L) > 0, "nobody listens any more");
    }

    @ParameterizedTest
    @CsvSource({"ff00::1", "ff01::1", "ff01::2", "ff11::9"})
    @Clause({"RFC 4291 §2.7.1b", "RFC 4291 §2.7.1c"})
    void whatIsForNoOtherInterfaceIsNotTakenFromTheWire(String group) {
        var bench = Bench.router(state);
        assertEquals(
                "silence", bench.hears(Datagram.of(Bench.PEER, group, "echo:8")).answers());
        assertEquals(1L, bench.drops().get("inaba.core.multicast-scope"));
    }

    private static void listen(Bench bench, long listener, String filter) {
        if (!filter.equals("-")) {
            bench.node().engine().groups().put(row(listener, filter));
        }
    }

    private static GroupRow row(long listener, String filter) {
        var words = filter.split(" ");
        var sources = words[1].equals("-")
                ? new Ipv6Address[0]
                : new Ipv6Address[] {Ipv6Address.parse(words[1].equals("peer") ? Bench.PEER : OTHER)};
        var what = words[0].equals("INCLUDE") ? SourceFilter.include(sources) : SourceFilter.exclude(sources);
        return new GroupRow(Bench.LAN, Ipv6Address.parse(GROUP), listener, what, Row.PERSON);
    }
}
