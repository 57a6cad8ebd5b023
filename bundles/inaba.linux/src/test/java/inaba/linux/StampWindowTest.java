package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampWindowTest {
    private static final long INSTANT = 1_795_373_202_781_414_000L;

    /// Of a look that came late enough, nothing that was stamped before can be under way; without one, nothing is
    /// known.
    @ParameterizedTest
    @CsvSource({
        "20000001, true", //
        "20000000, false",
        "0, false",
        "-1, false",
        "-1795373202781414000, false",
    })
    void framesAreThereSomeTimeAfterTheirStamp(long looked, boolean there) {
        assertEquals(there, StampWindow.all(INSTANT, INSTANT + looked));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 19_999_999, 0})
    void whoHasNotLookedKnowsNothing(long looked) {
        assertFalse(StampWindow.all(INSTANT, looked));
    }
}
