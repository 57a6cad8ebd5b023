package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that were chosen to meet do not meet.
class KeyedHashTest {
    private static final int KEYS = 1 << 14;
    private static final int PLACES = 1 << 14;
    /// So many of 16,384 random keys are in the fullest of 16,384 places about once in a million tables.
    private static final int FULLEST = 14;

    private static final long SUBNET = 0x2001_0db8_0001_0000L;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "equal sums of the halves",
                "equal hashes of a record of two longs",
                "the upper bits of the identifier",
                "the upper bits of both halves",
                "a bit in each half",
                "one after the other",
                "multiples of a power of two"
            })
    void keysChosenToMeetAreSpread(String how) {
        var random = new Random(how.hashCode());
        for (int round = 0; round < 20; round++) {
            long secret = random.nextLong();
            var places = new HashMap<Integer, Integer>();
            for (var key : keys(how)) {
                int place = (int) (KeyedHash.of(secret, key.high(), key.low(), 1) >>> 32) & (PLACES - 1);
                places.merge(place, 1, Integer::sum);
            }
            int fullest =
                    places.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
            assertTrue(fullest <= FULLEST, fullest + " keys in one place");
        }
    }

    @Test
    void addressesOfEqualHashWithoutTheSecretHaveDifferentOnes() {
        long different = keys("equal hashes of a record of two longs").stream()
                .mapToInt(Ipv6Address::hashCode)
                .distinct()
                .count();
        assertTrue(different > KEYS - 10, () -> different + " different hashes");
    }

    @Test
    void equalKeysHaveEqualHashesAndAnotherSecretGivesOthers() {
        assertEquals(new Ipv6Address(1, 2).hashCode(), new Ipv6Address(1, 2).hashCode());
        assertEquals(KeyedHash.of(7, 1, 2, 3), KeyedHash.of(7, 1, 2, 3));
        assertNotEquals(KeyedHash.of(7, 1, 2, 3), KeyedHash.of(8, 1, 2, 3));
        assertNotEquals(KeyedHash.of(7, 1, 2, 3), KeyedHash.of(7, 1, 2, 4));
        assertNotEquals(KeyedHash.of(7, 1, 2, 3), KeyedHash.of(7, 2, 1, 3));
    }

    private static List<Ipv6Address> keys(String how) {
        var keys = new ArrayList<Ipv6Address>();
        for (long i = 0; i < KEYS; i++) {
            keys.add(
                    switch (how) {
                        case "equal sums of the halves" -> new Ipv6Address(SUBNET ^ i, 0x1234_5678L ^ i);
                        case "equal hashes of a record of two longs" -> new Ipv6Address(SUBNET, i << 32 | i ^ 0x5678);
                        case "the upper bits of the identifier" -> new Ipv6Address(SUBNET, i << 50 | 1);
                        case "the upper bits of both halves" -> new Ipv6Address(i << 50 | i << 18, i << 50);
                        case "a bit in each half" -> new Ipv6Address(1L << (i >>> 8), (1L << i) | i << 20);
                        case "one after the other" -> new Ipv6Address(SUBNET, i);
                        case "multiples of a power of two" -> new Ipv6Address(SUBNET, i << 32);
                        default -> throw new IllegalArgumentException(how);
                    });
        }
        return keys;
    }
}
