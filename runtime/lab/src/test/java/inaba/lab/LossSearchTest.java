package inaba.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossSearchTest {
    private static final double MOST = 1_000_000;
    private static final double FINE = MOST / 64;

    private final List<Double> tried = new ArrayList<>();

    @Test
    void theFastestRateWithoutLossIsFound() throws Exception {
        assertEquals(300_000, LossSearch.search(MOST, 0, carries(300_000)), FINE);
        assertTrue(LossSearch.search(MOST, 0, carries(300_000)) <= 300_000, "it is carried");
    }

    @Test
    void whatIsAllowedMayBeLost() throws Exception {
        assertEquals(600_000, LossSearch.search(MOST, 0.5, carries(300_000)), FINE);
    }

    @Test
    void aRouterThatCarriesAllIsTriedOnce() throws Exception {
        assertEquals(MOST, LossSearch.search(MOST, 0, carries(2 * MOST)));
        assertEquals(List.of(MOST), tried);
    }

    @Test
    void aRouterThatLosesAlwaysCarriesNothing() throws Exception {
        assertEquals(0, LossSearch.search(MOST, 0, carries(0)));
    }

    @Test
    void aTrialThatWasDisturbedIsRepeated() throws Exception {
        var disturbed = new boolean[] {true};
        assertEquals(MOST, LossSearch.search(MOST, 0, rate -> {
            boolean now = disturbed[0];
            disturbed[0] = false;
            return now ? 0.1 : 0;
        }));
    }

    private LossSearch.Trial carries(double most) {
        return rate -> {
            tried.add(rate);
            return Math.max(0, 1 - most / rate);
        };
    }
}
