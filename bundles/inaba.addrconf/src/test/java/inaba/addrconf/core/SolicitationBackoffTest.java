package inaba.addrconf.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 7559 §2 with RFC 3315 §14: IRT 4 s, MRT 3600 s, each random part within a tenth.
class SolicitationBackoffTest {
    private static final SolicitationBackoff BACKOFF =
            new SolicitationBackoff(Duration.ofSeconds(4), Duration.ofHours(1));

    @Test
    void theFirstPauseIsNeverShorterThanTheIntervalOfRfc4861() {
        assertEquals(Duration.ofSeconds(4), BACKOFF.first(0));
        assertEquals(Duration.ofMillis(4400), BACKOFF.first(1));
    }

    @ParameterizedTest(name = "after {0} ms, random {1}: {2} ms")
    @CsvSource({
        "4000, 0.5, 8000",
        "4000, 0, 7600",
        "4000, 1, 8400",
        "1790000, 0.5, 3580000",
        "1800000, 0.5, 3600000",
        "3600000, 0.5, 3600000",
        "3600000, 0, 3240000",
        "3600000, 1, 3960000"
    })
    @Clause("RFC 7559 §2a")
    void eachPauseIsTwiceTheOneBeforeUpToAnHour(long before, double random, long after) {
        assertEquals(Duration.ofMillis(after), BACKOFF.after(Duration.ofMillis(before), random));
    }

    @Test
    void itSettlesAtAboutOneAnHour() {
        var pause = BACKOFF.first(0.5);
        for (int i = 0; i < 20; i++) {
            pause = BACKOFF.after(pause, 1);
        }
        assertTrue(pause.compareTo(Duration.ofSeconds(3960)) <= 0);
    }
}
