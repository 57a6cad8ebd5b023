package inaba.bench;

import java.io.IOException;

/// One benchmark.
@FunctionalInterface
public interface Benchmark {
    /// Measures and prints.
    ///
    /// @return false when what was measured gave wrong answers
    boolean run(Run run) throws IOException, InterruptedException;
}
