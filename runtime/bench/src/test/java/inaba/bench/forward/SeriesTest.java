package inaba.bench.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void theMedianIsTheMiddleOneOrBetweenTheTwoMiddleOnes() {
        assertEquals(2, new Series(new double[] {9, 1, 2}).median());
        assertEquals(3, new Series(new double[] {9, 1, 2, 4}).median());
    }

    @Test
    void ratiosAreOfTheSameRound() {
        var linux = List.of(rate(100), rate(200), rate(400));
        var cell = Cell.of("socket", "packet", 78, 1, List.of(rate(110), rate(240), rate(400)), linux);
        assertEquals(1.1, cell.ratio().median(), 1e-9);
        assertEquals(1.0, cell.ratio().least(), 1e-9);
        assertEquals(1.2, cell.ratio().most(), 1e-9);
        assertEquals(0, cell.limited());
    }

    private static Flood.Rate rate(double received) {
        return new Flood.Rate(received * 2, received, 0);
    }
}
