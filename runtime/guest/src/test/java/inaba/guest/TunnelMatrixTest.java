package inaba.guest;

import static inaba.guest.TunnelTable.Column.FLAP;
import static inaba.guest.TunnelTable.Column.LARGE;
import static inaba.guest.TunnelTable.Column.MIDDLE;
import static inaba.guest.TunnelTable.Column.NESTED;
import static inaba.guest.TunnelTable.Column.OTHER_KEY;
import static inaba.guest.TunnelTable.Column.OTHER_PEER;
import static inaba.guest.TunnelTable.Column.PATH_MTU;
import static inaba.guest.TunnelTable.Column.SMALL;
import static inaba.guest.TunnelTable.Column.STREAM;
import static org.junit.jupiter.api.Assertions.assertFalse;

import inaba.guest.TunnelTable.Row;
import inaba.junit.NeedsGuest;
import inaba.junit.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every mode with its options against Linux; the table in `docs/tunnels.md` says what held.
@NeedsGuest
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TunnelMatrixTest {
    static final List<Row> ROWS = List.of(
            new Row(Mode.SIT, ""),
            new Row(Mode.IPIP, ""),
            new Row(Mode.GRE, ""),
            new Row(Mode.GRE, "key 7"),
            new Row(Mode.GRE, "key 7 seq csum"),
            new Row(Mode.IP6IP6, ""),
            new Row(Mode.IP6IP6, "encaplimit none"),
            new Row(Mode.IPIP6, ""),
            new Row(Mode.IPIP6, "encaplimit none"),
            new Row(Mode.ANY, ""),
            new Row(Mode.IP6GRE, ""),
            new Row(Mode.IP6GRE, "encaplimit none"),
            new Row(Mode.IP6GRE, "key 7"),
            new Row(Mode.IP6GRE, "key 7 seq csum"));
    private static final int STREAM_BYTES = 20_000_000;

    private final TunnelTable table = new TunnelTable("Linux 6.1", ROWS);
    private Site site;
    private String digest;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = Site.withAppliance();
        digest = site.blob(STREAM_BYTES);
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
        if (table.isFull()) {
            var document = Path.of(System.getProperty("inaba.home", "../..")).resolve("docs/tunnels.md");
            assertFalse(table.write(document), document + " was stale and has been written anew: commit it");
        }
    }

    private Scenarios of(Row row) {
        return new Scenarios(site, row.mode(), row.options());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void datagramsOfAllSizesPassBothWays(Row row) throws IOException, InterruptedException {
        table.hold(row, SMALL, () -> of(row).passes(56));
        table.hold(row, MIDDLE, () -> of(row).passes(1_400));
        table.hold(row, LARGE, () -> of(row).passes(9_000));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void streamsArriveAsTheyWereSent(Row row) throws IOException, InterruptedException {
        table.hold(row, STREAM, () -> of(row).streams(digest));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void theHostLearnsThePathMtu(Row row) throws IOException, InterruptedException {
        table.hold(row, PATH_MTU, () -> of(row).tellsThePathMtu());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void nothingPassesWithAnotherKey(Row row) throws IOException, InterruptedException {
        if (row.options().contains("key 7")) {
            table.hold(row, OTHER_KEY, () -> of(row).refusesAnotherKey(
                            row.options().replace("key 7", "key 8")));
        } else if (row.mode().isGre()) {
            table.hold(row, OTHER_KEY, () -> of(row).refusesAnotherKey(row.options() + " key 8"));
        } else {
            table.none(row, OTHER_KEY);
        }
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void nothingPassesFromAnotherPeer(Row row) throws IOException, InterruptedException {
        table.hold(row, OTHER_PEER, () -> of(row).refusesAnotherPeer());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void anotherTunnelPassesInside(Row row) throws IOException, InterruptedException {
        table.hold(row, NESTED, () -> of(row).carriesAnotherTunnel(56, 1_400, 9_000));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void packetsPassAgainAfterTheUnderlayFlapped(Row row) throws IOException, InterruptedException {
        table.hold(row, FLAP, () -> of(row).survivesFlaps());
    }
}
