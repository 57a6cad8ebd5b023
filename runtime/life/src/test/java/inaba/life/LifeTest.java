package inaba.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.junit.Slow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens in a month, no address is used beyond its lifetime, no packet goes to a dead router while there is
/// another, tables stay small, counters add up, and no packet of the pool is lost.
class LifeTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final long SEEDS = Long.getLong("inaba.life.seeds", 1_000);
    private static final int PROGRESS = 25;
    private static final long FIRST = Long.getLong("inaba.life.first", 1);

    @TempDir
    Path state;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void aNetworkLivesForAMonth(long seed) {
        new Life(state, seed).live(MONTH);
    }

    /// `-Dinaba.life.first=N -Dinaba.life.seeds=M` for others than the first thousand.
    @Slow
    @Test
    void aThousandNetworksLiveForAMonth() {
        var broken = new ConcurrentSkipListMap<Long, String>();
        var lived = new AtomicLong();
        LongStream.range(FIRST, FIRST + SEEDS).parallel().forEach(seed -> {
            try {
                new Life(state.resolve(Long.toString(seed)), seed).live(MONTH);
            } catch (Violation violation) {
                broken.put(seed, String.valueOf(violation.getMessage()));
                System.out.println("life: " + violation.getMessage());
            }
            long count = lived.incrementAndGet();
            if (count % PROGRESS == 0 || count == SEEDS) {
                System.out.printf(
                        "life: %d of the %d seeds from %d on, %d of them failed%n", count, SEEDS, FIRST, broken.size());
            }
        });
        assertEquals(Map.of(), broken);
    }
}
