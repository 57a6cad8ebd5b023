package inaba.nd;

import static inaba.nd.NdLab.MAC_B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import inaba.api.manage.CommandException;
import inaba.junit.Clause;
import inaba.testkit.TypedCall;
import inaba.testkit.nd.NdFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `neigh6` as typed.
class NeighborCommandTest {
    @TempDir
    Path state;

    private NdLab lab;
    private NeighborCommand command;

    @BeforeEach
    void start() {
        lab = new NdLab(state, false);
        command = new NeighborCommand(lab.a.engine());
    }

    @Test
    void neighborsAreShownAsIproute2ShowsThem() throws CommandException {
        assertEquals(List.of(), type(""));
        lab.send(lab.a, "fe80::a", "fe80::b");
        lab.send(lab.a, "fe80::a", "fe80::d");
        lab.hears(NdFrame.routerAdvertisement(1800).from("fe80::c").sourceMac(NdLab.MAC_C));
        var shown = List.of(
                "fe80::b dev eth lladdr " + MAC_B + " REACHABLE",
                "fe80::d dev eth INCOMPLETE",
                "fe80::c dev eth lladdr " + NdLab.MAC_C + " router STALE");
        assertEquals(shown, type("show"));
        assertEquals(shown, type("dev eth"));
        assertEquals(shown.subList(1, 2), type("show nud incomplete"));
        assertEquals(shown.subList(2, 3), type("nud stale dev eth"));
        type("flush nud incomplete");
        assertEquals(List.of(shown.getFirst(), shown.getLast()), type("show"));
    }

    @Test
    void aPersonsNeighborIsPermanentAndSaved() throws CommandException {
        type("add fe80::c lladdr 02:00:00:00:00:0c dev eth");
        assertEquals(List.of("fe80::c dev eth lladdr 02:00:00:00:00:0c PERMANENT"), type(""));
        assertEquals(List.of("add fe80::c lladdr 02:00:00:00:00:0c dev eth"), command.configuration());
        lab.hears(NdFrame.neighborAdvertisement("fe80::c", "SO")
                .to("fe80::a", NdLab.MAC_A)
                .targetMac(MAC_B));
        lab.advance(3_600_000);
        lab.send(lab.a, "fe80::a", "fe80::c");
        lab.carried("IP fe80::a > fe80::c @02:00:00:00:00:0c next 253");
        type("del fe80::c dev eth");
        assertEquals(List.of(), type(""));
    }

    @Test
    void aPacketThatWaitsGoesToAPersonsNeighbor() throws CommandException {
        lab.send(lab.a, "fe80::a", "fe80::c");
        lab.forget();
        type("add fe80::c dev eth lladdr 02:00:00:00:00:0c");
        lab.advance(10_000);
        lab.carried("IP fe80::a > fe80::c @02:00:00:00:00:0c next 253");
    }

    @Test
    void flushingKeepsWhatAPersonMade() throws CommandException {
        type("add fe80::c lladdr 02:00:00:00:00:0c dev eth");
        lab.send(lab.a, "fe80::a", "fe80::b");
        type("flush dev eth");
        assertEquals(List.of("fe80::c dev eth lladdr 02:00:00:00:00:0c PERMANENT"), type(""));
        lab.send(lab.a, "fe80::a", "fe80::b");
        type("flush");
        lab.forget();
        lab.advance(60_000);
        lab.carried();
        assertEquals(List.of("fe80::c dev eth lladdr 02:00:00:00:00:0c PERMANENT"), type(""));
    }

    @Test
    void aFileOfNeighborsIsLoaded() throws CommandException, IOException {
        var file = file("""
                # two of them
                fe80::c lladdr 02:00:00:00:00:0c dev eth

                fe80::d%eth lladdr 02:00:00:00:00:0d   # its zone is its link
                """);
        assertEquals(List.of("2 neighbours loaded"), type("load " + file));
        assertEquals(
                List.of(
                        "fe80::c dev eth lladdr 02:00:00:00:00:0c PERMANENT",
                        "fe80::d dev eth lladdr 02:00:00:00:00:0d PERMANENT"),
                type(""));
        lab.send(lab.a, "fe80::a", "fe80::d");
        lab.carried("IP fe80::a > fe80::d @02:00:00:00:00:0d next 253");
        file("fe80::c dev eth lladdr 02:00:00:00:00:1c\n");
        assertEquals(List.of("1 neighbour loaded"), type("load " + file));
        assertEquals("fe80::c dev eth lladdr 02:00:00:00:00:1c PERMANENT", type("").getFirst());
        assertEquals(2, type("").size(), "one that is there gets what the file says, as with add");
    }

    @ParameterizedTest(name = "{0}: {1} ({2})")
    @CsvSource(delimiter = '|', textBlock = """
        fe80::d dev eth                              | expected lladdr MAC                                         | 2
        fe80::d lladdr 02:00:00:00:00:0d             | expected dev LINK after "02:00:00:00:00:0d"                 | 2
        fe80::d lladdr 02:00:00:00:00:0d dev x       | no link named "x"; there is eth                             | 1
        ff02::1 lladdr 02:00:00:00:00:0d dev eth     | a neighbour has a unicast address and a unicast MAC         | 1
        192.0.2.1 lladdr 02:00:00:00:00:0d dev eth   | expected an IPv6 address, not "192.0.2.1": '192.0.2.1' is not an IPv6 address: an IPv4 address needs '::ffff:' before it | 2
        proxy fe80::d dev eth                        | expected an IPv6 address, not "proxy": 'proxy' is not an IPv6 address: 'p' at position 1 is not a hexadecimal digit | 2
        """)
    void aLineThatIsWrongIsNamedAndNothingIsLoaded(String line, String message, int exitCode) throws IOException {
        var file = file("fe80::c lladdr 02:00:00:00:00:0c dev eth\n\n" + line + "\n");
        var error = assertThrows(CommandException.class, () -> type("load " + file));
        assertEquals(file + " line 3: " + message, error.getMessage());
        assertEquals(exitCode, error.exitCode());
        assertEquals(0, lab.a.engine().neighbors().size());
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        var error = assertThrows(CommandException.class, () -> type("load " + state.resolve("none")));
        assertEquals("neigh6: cannot read " + state.resolve("none") + ": there is no such file", error.getMessage());
    }

    @Test
    void aFileThatFindsNoRoomChangesNothing() throws CommandException, IOException {
        type("add fe80::1:1 lladdr 02:00:00:00:00:0c dev eth");
        lab.send(lab.a, "fe80::a", "fe80::b");
        var before = type("");
        lab.a.engine().neighbors(3);
        lab.advance(1);
        var file = file("""
                fe80::c lladdr 02:00:00:00:00:0c dev eth
                fe80::d lladdr 02:00:00:00:00:0d dev eth
                fe80::e lladdr 02:00:00:00:00:0e dev eth
                """);
        var error = assertThrows(CommandException.class, () -> type("load " + file));
        assertEquals(
                "neigh6: 3 more neighbours than the 1 permanent ones find no room: the neighbour table is full, it holds"
                        + " 3 (neighbors.most of inaba.core); none was loaded",
                error.getMessage());
        assertEquals(before, type(""));
        file("""
                fe80::1:1 lladdr 02:00:00:00:00:1c dev eth
                fe80::c lladdr 02:00:00:00:00:0c dev eth
                fe80::d lladdr 02:00:00:00:00:0d dev eth
                """);
        error = assertThrows(CommandException.class, () -> type("load " + file));
        assertEquals(
                file + " line 3: the neighbour table is full, it holds 3 (neighbors.most of inaba.core);"
                        + " no neighbour was loaded",
                error.getMessage());
        assertEquals(before, type(""), "fe80::b is reachable and does not give way; fe80::1:1 is again what it was");
        lab.a.engine().neighbors(4);
        lab.advance(1);
        assertEquals(List.of("3 neighbours loaded"), type("load " + file));
    }

    @Test
    @Clause("RFC 6583 §7.1")
    void permanentNeighborsOutliveALowerLimit() throws CommandException {
        type("add fe80::c lladdr 02:00:00:00:00:0c dev eth");
        type("add fe80::d lladdr 02:00:00:00:00:0d dev eth");
        lab.send(lab.a, "fe80::a", "fe80::e");
        assertEquals(3, type("").size());
        lab.a.engine().neighbors(1);
        lab.advance(1);
        assertEquals(
                List.of(
                        "fe80::c dev eth lladdr 02:00:00:00:00:0c PERMANENT",
                        "fe80::d dev eth lladdr 02:00:00:00:00:0d PERMANENT"),
                type(""));
        var error = assertThrows(CommandException.class, () -> type("add fe80::e lladdr 02:00:00:00:00:0e dev eth"));
        assertEquals(
                "neigh6: the neighbour table is full, it holds 1 (neighbors.most of inaba.core)", error.getMessage());
    }

    private Path file(String lines) throws IOException {
        return Files.writeString(state.resolve("neighbours"), lines);
    }

    @Test
    void proxiesAreShownSavedAndDeleted() throws CommandException {
        type("add proxy 2001:db8::77 dev eth");
        assertEquals(List.of("2001:db8::77 dev eth proxy"), type("show proxy"));
        assertEquals(List.of("2001:db8::77 dev eth proxy"), type("proxy dev eth"));
        assertEquals(List.of(), type("show"));
        assertEquals(List.of("add proxy 2001:db8::77 dev eth"), command.configuration());
        type("del proxy 2001:db8::77 dev eth");
        assertEquals(List.of(), type("show proxy"));
    }

    @ParameterizedTest(name = "neigh6 {0}: {1} ({2})")
    @CsvSource(delimiter = '|', textBlock = """
        add fe80::c dev eth                        | neigh6: expected lladdr MAC                                  | 2
        add fe80::c lladdr 02:00:00:00:00:0c       | neigh6: expected dev LINK after "02:00:00:00:00:0c"          | 2
        add fe80::c lladdr 02:00:00:00:00:0c dev x | neigh6: no link named "x"; there is eth                      | 1
        add ff02::1 lladdr 02:00:00:00:00:0c dev eth | neigh6: a neighbour has a unicast address and a unicast MAC | 1
        add fe80::c lladdr 33:33:00:00:00:01 dev eth | neigh6: a neighbour has a unicast address and a unicast MAC | 1
        del fe80::c dev eth                        | neigh6: no neighbour fe80::c on eth                          | 1
        del fe80::c%eth                            | neigh6: no neighbour fe80::c on eth                          | 1
        del fe80::c%eth dev lan                    | neigh6: expected one link, not both eth and lan              | 2
        del fe80::c                                | neigh6: expected dev LINK after "fe80::c"                    | 2
        add proxy ff02::1 dev eth                  | neigh6: only a unicast address has a proxy                   | 1
        del proxy fe80::c dev eth                  | neigh6: no proxy for fe80::c on eth                          | 1
        flush eth                                  | neigh6: expected dev LINK or nud STATE after "flush", not "eth" | 2
        show proxy nud stale                       | neigh6: expected dev LINK after "proxy", not "nud"           | 2
        show dev lan                               | neigh6: no link named "lan"; there is eth                    | 1
        """)
    void anErrorSaysWhatWasExpected(String words, String message, int exitCode) {
        var error = assertThrows(CommandException.class, () -> type(words));
        assertEquals(message, error.getMessage());
        assertEquals(exitCode, error.exitCode());
    }

    private List<String> type(String words) throws CommandException {
        return TypedCall.type(command, words);
    }
}
