package inaba.ip.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aSourceGetsItsRateAndNoMore() {
        var buckets = new TokenBuckets<String>(10, 8);
        assertEquals(10, taken(buckets, "a", 50, 0));
        assertEquals(0, taken(buckets, "a", 50, SECOND / 20));
        assertEquals(5, taken(buckets, "a", 50, SECOND / 2));
        assertEquals(10, taken(buckets, "a", 50, 60 * SECOND));
    }

    @Test
    void sourcesDoNotDisturbEachOther() {
        var buckets = new TokenBuckets<String>(1, 8);
        assertTrue(buckets.take("a", 0));
        assertTrue(buckets.take("b", 0));
        assertFalse(buckets.take("a", 0));
    }

    @Test
    void theSourceUnusedForLongestGivesWay() {
        var buckets = new TokenBuckets<Integer>(1, 2);
        buckets.take(1, 0);
        buckets.take(2, 0);
        buckets.take(1, 0);
        buckets.take(3, 0);
        assertFalse(buckets.take(1, 0));
        assertTrue(buckets.take(2, 0));
    }

    @Test
    void whatIsReservedIsNotForThoseWhoMayNotHaveIt() {
        var buckets = new TokenBuckets<String>(10, 8);
        int taken = 0;
        while (buckets.take("a", 0, 0.5)) {
            taken++;
        }
        assertEquals(5, taken);
        assertEquals(5, taken(buckets, "a", 50, 0));
    }

    @Test
    void aRateOfZeroSendsNothing() {
        assertFalse(new TokenBuckets<String>(0, 8).take("a", 0));
    }

    private static int taken(TokenBuckets<String> buckets, String key, int tries, long now) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += buckets.take(key, now) ? 1 : 0;
        }
        return taken;
    }
}
