package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class NicenessTest {
    @Test
    @Tag("root")
    void aThreadThatGoesAheadTakesNobodyWithIt() throws Exception {
        int usual = onThread(Niceness::now);
        int ahead = onThread(() -> {
            assertTrue(Niceness.ahead());
            return Niceness.now();
        });

        assertEquals(Math.max(-20, usual - 5), ahead);
        assertEquals(usual, onThread(Niceness::now));
    }

    @Test
    @Tag("root")
    void aThreadInHasteGoesFurtherAndComesBack() throws Exception {
        int usual = onThread(Niceness::now);
        int[] values = new int[2];
        onThread(() -> {
            assertTrue(Niceness.farAhead());
            values[0] = Niceness.now();
            assertTrue(Niceness.ahead());
            return values[1] = Niceness.now();
        });

        assertEquals(Math.max(-20, usual - 10), values[0]);
        assertEquals(Math.max(-20, usual - 5), values[1]);
    }

    @Test
    @Tag("root")
    void whoWasMadeByOneThatGoesAheadCanStepBack() throws Exception {
        int usual = onThread(Niceness::now);

        int child = onThread(() -> {
            Niceness.ahead();
            return onThread(() -> {
                assertTrue(Niceness.usual());
                return Niceness.now();
            });
        });

        assertEquals(usual, child);
    }

    private static int onThread(Callable<Integer> task) throws Exception {
        var result = new FutureTask<>(task);
        Thread.ofPlatform().start(result);
        return result.get();
    }
}
