package inaba.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilersTest {
    private static final String BEHIND = " 30 0 100 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 17 1 0 ";

    @ParameterizedTest
    @CsvSource({
        "4711 (java) S 1 4711 4711 0 -1 4194304 1 2 3 4 5 6 7 8 20 0, 0 0 0, 0, 0",
        "4711 (a) R 19 (x) S 1 4711 4711 0 -1 4194304 1 2 3 4 5 6 7 8 15 -5, 5 0 0, -5, 5"
    })
    void theSchedulingOfAThreadIsFoundBehindAnyName(String stat, String last, int nice, int policy) {
        assertEquals(new Compilers.Scheduling(nice, policy), Compilers.Scheduling.of(stat + BEHIND + last));
    }
}
