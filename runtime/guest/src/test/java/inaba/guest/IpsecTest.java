package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.guest.IpsecCell.Row;
import inaba.guest.IpsecCell.Shape;
import inaba.junit.NeedsGuest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Each combination of transforms in each mode once, with Linux at the other end; [IpsecMatrixTest] has every
/// algorithm.
@NeedsGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class IpsecTest {
    private static final List<Row> ROWS = List.of(
            Row.of(IpsecAlgorithm.GCM),
            Row.of(IpsecAlgorithm.AH_SHA256),
            Row.of(IpsecAlgorithm.DEFLATE),
            Row.of(IpsecAlgorithm.GCM, IpsecAlgorithm.AH_SHA256),
            Row.of(IpsecAlgorithm.DEFLATE, IpsecAlgorithm.GCM));

    private final List<IpsecCell> cells = new ArrayList<>();
    private IpsecSite site;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        for (var row : ROWS) {
            for (var shape : new Shape[] {Shape.TRANSPORT6, Shape.TUNNEL4}) {
                cells.add(new IpsecCell(cells.size() + 1, row, shape));
            }
        }
        site = IpsecSite.open();
        site.add(cells);
        site.awaitPaths();
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @Test
    void packetsOfAllSizesPassBothWaysProtectedByEachTransform() throws IOException, InterruptedException {
        for (var cell : cells) {
            site.passes(cell);
        }
        var counted = site.counted();
        for (var cell : cells) {
            assertTrue(cell.wasProtected(counted), cell::toString);
        }
    }
}
