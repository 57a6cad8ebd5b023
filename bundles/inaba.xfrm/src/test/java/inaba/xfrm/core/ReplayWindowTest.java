package inaba.xfrm.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.xfrm.ReplayWindow;
import inaba.junit.Clause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4303 §3.4.3 and Appendix A.
class ReplayWindowTest {
    /// A `+` in front: accepted; a `-`: refused.
    @Clause({"RFC 4303 §3.4.3a", "RFC 4303 §3.4.3b", "RFC 4302 §3.4.3"})
    @ParameterizedTest(name = "window {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        32   | -0 +1 -1 +2 +3 -2
        32   | +5 +4 +1 -1 -5 +6
        32   | +100 -68 +69 -69 +70 -70 +99 +101
        64   | +1000 +937 -936 -1000 +1001 -937
        4096 | +5000 +905 -904 +4096 -905 -4096
        4096 | +1 +1000000 -1 +995905 -995904
        0    | +7 +7 +3 +7
        1    | +1 -1 +2 -1 +9 -8
        """)
    void whatCameIsKnownAsFarBackAsTheWindowReaches(int size, String steps) {
        var window = new ReplayWindow(size);
        for (String step : steps.split(" ")) {
            long number = Long.parseLong(step.substring(1));
            boolean expected = step.startsWith("+");
            assertEquals(expected, window.check(number), "check " + step);
            assertEquals(expected, window.accept(number), step);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 64, 100, 1024, 4096})
    void itAgreesWithASetThatForgetsNothing(int size) {
        var random = new Random(size);
        var window = new ReplayWindow(size);
        var seen = new HashSet<Long>();
        long top = 0;
        for (int i = 0; i < 20_000; i++) {
            long number = Math.max(1, top + random.nextInt(3 * size + 2) - 2L * size);
            boolean fresh = number > top - size && !seen.contains(number);
            assertEquals(fresh, window.accept(number), number + " after " + top);
            seen.add(number);
            top = Math.max(top, number);
        }
    }

    /// Appendix A2.2: the upper half of a number, from the lower half and the window.
    @Clause("RFC 4303 §A2.2")
    @ParameterizedTest(name = "top {0}, window {1}, low {2}: {3}")
    @CsvSource({
        "0x0000000000000000, 64, 0x00000001, 0x0000000000000001",
        "0x0000000000000005, 64, 0xfffffff0, 0x00000000fffffff0", // nothing before the first turn
        "0x0000000000001000, 64, 0x00001001, 0x0000000000001001", // case A, above the bottom
        "0x0000000000001000, 64, 0x00000fc1, 0x0000000000000fc1", // case A, the bottom itself
        "0x0000000000001000, 64, 0x00000fc0, 0x0000000100000fc0", // case A, below: a turn further
        "0x00000000fffffff0, 64, 0x00000005, 0x0000000100000005",
        "0x0000000100000005, 64, 0xfffffff0, 0x00000000fffffff0", // case B, the window reaches back
        "0x0000000100000005, 64, 0x00000003, 0x0000000100000003",
        "0x0000000300000000, 64, 0xffffffff, 0x00000002ffffffff",
        "0x0000000000001000,  0, 0x00000900, 0x0000000000000900", // nothing is checked: late rather than new
    })
    void theUpperHalfFollowsFromTheWindow(String top, int size, String low, String whole) {
        var window = new ReplayWindow(size);
        long highest = Long.decode(top);
        if (highest > 0) {
            window.accept(highest);
        }
        assertEquals(Long.decode(whole), window.infer((int) (long) Long.decode(low)));
    }

    @Test
    @Clause("RFC 4303 §A2.2")
    void belowTheBottomOfAWindowThatReachesBackIsThisTurn() {
        var window = new ReplayWindow(64);
        window.accept(0x1_0000_0005L); // the bottom is 0xffffffc6 of the turn before
        assertEquals(0x0_ffff_ffc6L, window.infer(0xffff_ffc6));
        assertEquals(0x1_ffff_ffc5L, window.infer(0xffff_ffc5));
    }

    @Test
    void ofManyThreadsOneGetsEachNumber() throws InterruptedException {
        var window = new ReplayWindow(4096);
        int numbers = 20_000;
        var counts = Stream.generate(AtomicInteger::new).limit(numbers).toList();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 1; n <= numbers; n++) {
                    if (window.accept(n)) {
                        counts.get(n - 1).incrementAndGet();
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertTrue(counts.stream().allMatch(count -> count.get() <= 1), "none twice");
        assertFalse(window.accept(numbers));
    }
}
