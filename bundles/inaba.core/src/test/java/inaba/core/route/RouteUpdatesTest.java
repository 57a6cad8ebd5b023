package inaba.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteUpdatesTest {
    @ParameterizedTest(name = "{0} ms to apply, {1} ms to collect")
    @CsvSource({"0, 100", "25, 100", "100, 400", "250, 1000", "5000, 5000"})
    void manyChangesAreCollectedForLongerWhereApplyingThemTakesLong(long took, long pause) {
        assertEquals(Duration.ofMillis(pause), RouteUpdates.pause(Duration.ofMillis(took)));
    }
}
