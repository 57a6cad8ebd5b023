package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.guest.IpsecCell.Row;
import inaba.guest.IpsecCell.Shape;
import inaba.junit.NeedsGuest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Each combination of transforms once, and each mode with each family once, with Linux at the other end;
/// [IpsecMatrixTest] has every algorithm.
@NeedsGuest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class IpsecTest {
    private static final List<IpsecCell> CELLS = List.of(
            new IpsecCell(1, Row.of(IpsecAlgorithm.GCM), Shape.TRANSPORT6),
            new IpsecCell(2, Row.of(IpsecAlgorithm.GCM), Shape.TUNNEL64),
            new IpsecCell(3, Row.of(IpsecAlgorithm.AH_SHA256), Shape.TUNNEL4),
            new IpsecCell(4, Row.of(IpsecAlgorithm.DEFLATE), Shape.TRANSPORT4),
            new IpsecCell(5, Row.of(IpsecAlgorithm.GCM, IpsecAlgorithm.AH_SHA256), Shape.TUNNEL6),
            new IpsecCell(6, Row.of(IpsecAlgorithm.DEFLATE, IpsecAlgorithm.GCM), Shape.TUNNEL46));

    private IpsecSite site;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        site = IpsecSite.open();
        site.add(CELLS);
        site.awaitPaths();
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @Test
    void packetsOfAllSizesPassBothWaysProtectedByEachTransform() throws IOException, InterruptedException {
        for (var cell : CELLS) {
            site.passes(cell);
        }
        var counted = site.counted();
        for (var cell : CELLS) {
            assertTrue(cell.wasProtected(counted), cell::toString);
        }
    }
}
