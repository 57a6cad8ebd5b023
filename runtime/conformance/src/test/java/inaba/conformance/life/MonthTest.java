package inaba.conformance.life;

import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.manage.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thirty days of renumbering, routers that fail, addresses in use elsewhere and cables that are pulled, for as many
/// seeds
/// as `-Dinaba.seeds=1000` says.
class MonthTest {
    private static final long MONTH = Duration.ofDays(30).toSeconds();
    private static final int LONGEST_STEP = 900;
    private static final int A_DAY_OF_STEPS = 192;

    @TempDir
    Path state;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("inaba.seeds", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatMustHoldHolds(long seed) throws CommandException {
        var village = new Village(state, seed);
        var random = new Random(seed);
        int online = 0;
        int steps = 0;
        for (long passed = 0; passed < MONTH; steps++) {
            int step = 1 + random.nextInt(LONGEST_STEP);
            happens(village, random);
            village.passes(Duration.ofSeconds(step));
            passed += step;
            talks(village, random);
            village.check();
            online += village.online() ? 1 : 0;
        }
        assertTrue(village.data() > steps, village.data() + " packets in " + steps + " steps");
        assertTrue(village.conflicts() > 0, "no address was ever in use elsewhere");
        assertTrue(online > steps * 8 / 10, online + " of " + steps + " times online");
    }

    /// About four things a day.
    private static void happens(Village village, Random random) {
        var router = village.routers.get(random.nextInt(2));
        switch (random.nextInt(A_DAY_OF_STEPS)) {
            case 0 -> village.renumber(router);
            case 1, 2 -> village.unplugged(router, Duration.ofSeconds(random.nextInt(3600)));
            case 3 -> {
                village.unplugged(village.host, Duration.ofSeconds(random.nextInt(60)));
                village.passes(Duration.ofMillis(random.nextInt(1500)));
                village.stranger();
            }
            default -> {}
        }
    }

    private static void talks(Village village, Random random) {
        int packets = random.nextInt(4) == 0 ? 15 : 1;
        for (int i = 0; i < packets; i++) {
            village.sends();
            village.passes(Duration.ofSeconds(1));
        }
    }
}
