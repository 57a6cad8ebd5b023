package inaba.launcher;

import java.time.Duration;
import java.time.Instant;

/// When this process started, on the clock of `System.nanoTime()`.
final class ProcessStart {
    private ProcessStart() {}

    static long nanos() {
        var now = Instant.now();
        var age = ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, now));
        return System.nanoTime() - age.orElse(Duration.ZERO).toNanos();
    }
}
