package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.guest.IpsecCell.Shape;
import inaba.junit.NeedsGuest;
import inaba.junit.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every combination of transforms, algorithms, modes and families that a Linux kernel has; the table in
/// `docs/ipsec.md` says what held.
@NeedsGuest
@Slow
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IpsecMatrixTest {
    private final List<IpsecCell> cells = cells().toList();
    private final IpsecTable table = new IpsecTable();
    private IpsecSite site;

    static Stream<IpsecCell> cells() {
        var cells = new ArrayList<IpsecCell>();
        for (var row : IpsecCell.rows()) {
            for (var shape : Shape.values()) {
                if (row.linux()) {
                    cells.add(new IpsecCell(cells.size() + 1, row, shape));
                }
            }
        }
        return cells.stream();
    }

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = IpsecSite.open();
        site.add(cells);
        site.awaitPaths();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        var counted = site.counted();
        site.close();
        for (var cell : cells) {
            assertTrue(cell.wasProtected(counted), () -> cell + " has not protected: " + counted);
        }
        if (table.isFull()) {
            var document = Path.of(System.getProperty("inaba.home", "../..")).resolve("docs/ipsec.md");
            assertFalse(table.write(document), document + " was stale and has been written anew: commit it");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void packetsOfAllSizesPassBothWays(IpsecCell cell) throws IOException, InterruptedException {
        site.passes(cell);
        table.held(cell);
    }
}
