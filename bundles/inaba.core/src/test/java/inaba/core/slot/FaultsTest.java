package inaba.core.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void whatIsThrownIsCountedAndGoesNoFurther() {
        var faults = new Faults();
        assertFalse(faults.guard(this, () -> {
            throw new AssertionError("first");
        }));
        assertTrue(faults.guard(this, () -> {}));
        var report = faults.reports().getFirst();
        assertEquals(1, report.exceptions());
        assertEquals("java.lang.AssertionError: first", report.last());
    }

    @Test
    void theEngineItselfIsNeverRolledBack() {
        var faults = new Faults();
        var told = new ArrayList<Long>();
        faults.onUnhealthy((bundle, _) -> told.add(bundle));
        for (int i = 0; i < Faults.LIMIT * 2; i++) {
            faults.caught(this, new IllegalStateException());
        }
        assertTrue(told.isEmpty());
    }
}
