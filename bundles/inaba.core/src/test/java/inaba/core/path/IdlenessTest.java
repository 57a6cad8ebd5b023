package inaba.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IdlenessTest {
    private static final int LOOKS = 64;
    private static final long MICRO = 1_000;

    private long now;
    private long awake;
    private final Idleness idleness = new Idleness(() -> awake, () -> now);

    @Test
    void aWorkerSleepsAfterAFewLooksWhereItNeedNotStayAwake() {
        assertFalse(idleness.after(3));
        assertEquals(LOOKS, looksUntilSleep());
        assertTrue(idleness.after(0));
        assertFalse(idleness.after(1));
        assertEquals(LOOKS, looksUntilSleep());
    }

    @Test
    void aWorkerStaysAwakeForAsLongAsItIsTold() {
        awake = 100 * MICRO;
        assertFalse(idleness.after(1));
        assertEquals(100, microsUntilSleep());
    }

    @Test
    void aWorkerThatHadToWaitForLongerSleepsAtOnceUntilPacketsComeSoonAgain() {
        awake = 100 * MICRO;
        idleness.after(1);
        idleness.after(0);
        now += 101 * MICRO;
        assertFalse(idleness.after(1));
        assertEquals(LOOKS, looksUntilSleep());

        now += 50 * MICRO;
        assertFalse(idleness.after(1));
        assertEquals(100, microsUntilSleep());
    }

    @Test
    void aWorkerThatIsTiredSleepsAtOnce() {
        awake = 100 * MICRO;
        idleness.after(1);
        idleness.tired();
        assertTrue(idleness.after(0));
    }

    private int looksUntilSleep() {
        for (int looks = 0; ; looks++) {
            if (idleness.after(0)) {
                return looks;
            }
        }
    }

    private long microsUntilSleep() {
        for (int looks = 0; looks < LOOKS; looks++) {
            assertFalse(idleness.after(0));
        }
        for (long micros = 0; ; micros++) {
            if (idleness.after(0)) {
                return micros;
            }
            now += MICRO;
        }
    }
}
