package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CompilerTimeTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private int rounds;

    @Test
    void thisProcessHasCompiled() throws IOException {
        assertTrue(CompilerTime.of(ProcessHandle.current().pid()).isPositive());
    }

    @Test
    void thereIsNoSuchProcess() {
        assertThrows(IOException.class, () -> CompilerTime.of(Integer.MAX_VALUE));
    }

    @Test
    void aTenthOfAProcessorIsTrifles() {
        var second = Duration.ofSeconds(1);

        assertFalse(CompilerTime.busy(Duration.ofMillis(100), second));
        assertTrue(CompilerTime.busy(Duration.ofMillis(101), second));
    }

    @Test
    void aRehearsalDoesWhatItIsTo() {
        assertTrue(CompilerTime.rehearse(this::round, 30, LONG) >= 30);
    }

    @Test
    void aRehearsalEndsByItselfAfterSomeRoundsInWhichNothingWasCompiled() {
        int done = CompilerTime.rehearse(this::round, 1, LONG);

        assertTrue(done >= 4);
        assertEquals(done, rounds);
    }

    @Test
    void aRehearsalThatFailsHarmsNobody() {
        CompilerTime.attempt(() -> {
            rounds++;
            throw new IOException("no memory");
        });
        CompilerTime.attempt(() -> {
            rounds++;
            throw new NoClassDefFoundError("no library");
        });

        assertEquals(2, rounds);
    }

    @Test
    void aRehearsalEndsWhenTheTimeIsOver() {
        assertEquals(1, CompilerTime.rehearse(this::round, 1_000_000, Duration.ofNanos(1)));
    }

    private int round() {
        rounds++;
        return 1;
    }
}
