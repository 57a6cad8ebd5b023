package inaba.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A short run of each target: its seeds, and some thousand inputs made of them at random; and one led by coverage.
class FuzzTest {
    private static final long NANOS = Duration.ofSeconds(2).toNanos();
    private static final int LONGEST = 1500;

    @TempDir
    Path folder;

    static Stream<String> targets() {
        return Subjects.all().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void inputsMadeOfTheSeedsHarmNothing(String target) throws Exception {
        var subject = Subjects.named(target);
        var seeds = subject.seeds();
        for (var seed : seeds) {
            subject.take(seed);
        }
        long seed = System.nanoTime();
        var random = new Random(seed);
        long executions = 0;
        for (long end = seed + NANOS; System.nanoTime() < end; executions++) {
            var input = changed(seeds, random);
            try {
                subject.take(input);
            } catch (Exception | Error broken) {
                throw new AssertionError(
                        "seed " + seed + ": " + java.util.HexFormat.of().formatHex(input), broken);
            }
        }
        System.out.println("fuzz " + target + ": " + executions + " executions");
        assertTrue(executions > 0);
    }

    @Test
    void jazzerFindsItsWayInAJvmOfItsOwn() throws Exception {
        var run = new Run("views", folder, System.out::println);
        run.go(Duration.ofSeconds(2));
        assertEquals(List.of(), run.finding());
        assertTrue(run.executions() > 100, () -> run.executions() + " executions");
    }

    /// One seed with octets changed, or cut, or with a piece of another behind it.
    private static byte[] changed(List<byte[]> seeds, Random random) {
        var input = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextInt(3) == 0) {
            input = java.util.Arrays.copyOf(input, random.nextInt(input.length + 1));
        }
        if (random.nextInt(3) == 0) {
            var other = seeds.get(random.nextInt(seeds.size()));
            var joined = java.util.Arrays.copyOf(input, Math.min(LONGEST, input.length + other.length));
            System.arraycopy(other, 0, joined, input.length, joined.length - input.length);
            input = joined;
        }
        for (int i = random.nextInt(8); i > 0 && input.length > 0; i--) {
            int at = random.nextInt(input.length);
            input[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> input[at] ^ 1 << random.nextInt(8);
                        case 2 -> input[at] + random.nextInt(3) - 1;
                        default -> random.nextBoolean() ? 0xff : 0;
                    };
        }
        return input;
    }
}
