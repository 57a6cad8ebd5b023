package inaba.launcher;

import java.time.Duration;
import java.time.Instant;

/// When the appliance was asked for, on the clock of `System.nanoTime()`.
final class ProcessStart {
    private ProcessStart() {}

    /// Counts from what the script says in the system property `inaba.began` (seconds since 1970, with a fraction): the
    /// system knows the start of a process to the second only.
    static long nanos() {
        var began = System.getProperty("inaba.began");
        if (began == null) {
            return System.nanoTime();
        }
        var seconds = Double.parseDouble(began);
        var instant = Instant.ofEpochMilli((long) (seconds * 1000));
        return System.nanoTime() - Duration.between(instant, Instant.now()).toNanos();
    }
}
