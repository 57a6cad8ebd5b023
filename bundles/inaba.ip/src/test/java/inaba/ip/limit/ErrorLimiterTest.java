package inaba.ip.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Clause;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// RFC 4443 §2.4 (f).
class ErrorLimiterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ErrorLimiter limiter = new ErrorLimiter(new ErrorLimiter.Limits(10, 5, 20, 8), 0);

    @Clause("RFC 4443 §2.4f")
    @Test
    void aBurstPassesAndThenTheRate() {
        assertEquals(5, permitted(1, 100, 0));
        assertEquals(0, permitted(1, 1, SECOND / 10 - 1));
        assertEquals(1, permitted(1, 2, SECOND / 10));
        assertEquals(5, permitted(1, 100, 1000 * SECOND));
    }

    @Test
    void aFloodOnOneLinkLeavesTheOtherItsShare() {
        permitted(1, 100, 0);
        assertEquals(3, permitted(2, 100, 0)); // eight in total
        assertEquals(0, permitted(3, 100, 0));
    }

    @Clause("RFC 4443 §2.4f")
    @Test
    void theLongTermAverageIsTheRate() {
        long sent = IntStream.range(0, 100_000)
                .filter(ms -> limiter.permits(1, ms * (SECOND / 1000)))
                .count();
        assertEquals(5 + 999, sent); // 100 s at 10/s behind the first burst
    }

    @Test
    void aForgottenLinkStartsAnew() {
        permitted(1, 5, 0);
        assertFalse(limiter.permits(1, 0));
        limiter.forget(1);
        assertTrue(limiter.permits(1, 0));
    }

    private long permitted(int link, int tries, long now) {
        return IntStream.range(0, tries).filter(_ -> limiter.permits(link, now)).count();
    }
}
