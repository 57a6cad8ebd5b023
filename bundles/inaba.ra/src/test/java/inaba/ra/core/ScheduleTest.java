package inaba.ra.core;

import static inaba.api.link.AdvertisingState.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.link.AdvertisingState;
import inaba.api.link.AdvertisingState.Phase;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4861 §6.2.4 to §6.2.6. Instants are in milliseconds; "-" is none.
class ScheduleTest {
    private static final int LINK = 3;
    private static final Schedule SCHEDULE = new Schedule(ms(16_000), 3, 3, ms(3_000), ms(500));

    @ParameterizedTest(name = "{0}: next at {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # what                                   | last  | next   | now   | becomes
        nothing was sent                         | -     | -      | 5000  | 5000
        a final one went out a second ago        | 4000  | 7000   | 5000  | 7000
        the last one is long ago                 | 1000  | 4000   | 5000  | 5000
        """)
    void advertisingBeginsAtOnceButNotTooSoonAfterAnother(
            String what, String last, String next, long now, long becomes) {
        var before = last.equals("-") ? null : state(Phase.CEASING, 1, last, millis(next));
        var state = SCHEDULE.begin(LINK, before, ms(now));
        assertEquals(Phase.ADVERTISING, state.phase());
        assertEquals(3, state.left());
        assertEquals(ms(becomes), state.next());
    }

    @Clause({"RFC 4861 §6.2.6b", "RFC 4861 §6.2.6c"})
    @ParameterizedTest(name = "{0}: next at {5}")
    @CsvSource(delimiter = '|', textBlock = """
        # what                                   | last   | next   | now    | delay | becomes
        the least delay                          | 10000  | 90000  | 50000  |     0 | 50000
        the greatest delay                       | 10000  | 90000  | 50000  |   500 | 50500
        nothing was sent yet                     | -      | 90000  | 50000  |   250 | 50250
        the scheduled one comes sooner           | 10000  | 50200  | 50000  |   400 | 50200
        the delay ends when it is due            | 10000  | 50400  | 50000  |   400 | 50400
        sent one second ago                      | 49000  | 90000  | 50000  |   400 | 52400
        sent just now                            | 50000  | 90000  | 50000  |     0 | 53000
        sent three seconds ago                   | 47000  | 90000  | 50000  |   100 | 50100
        limited, and the scheduled one is sooner | 49000  | 52100  | 50000  |   400 | 52100
        a second solicitation has a longer delay | 10000  | 50100  | 50050  |   400 | 50100
        """)
    void aSolicitationIsAnsweredAfterARandomDelay(
            String what, String last, long next, long now, long delay, long becomes) {
        var state = SCHEDULE.solicited(state(Phase.ADVERTISING, 0, last, ms(next)), ms(delay), ms(now));
        assertEquals(ms(becomes), state.next());
    }

    @Clause("RFC 4861 §6.2.4c")
    @ParameterizedTest(name = "interval {0} ms: sent at {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # interval | the first six are sent at, ms
        600000     | 0 16000 32000 632000 1232000 1832000
        16000      | 0 16000 32000 48000 64000 80000
        5000       | 0 5000 10000 15000 20000 25000
        """)
    void theFirstThreeAreSentInShortOrder(long interval, String sent) {
        var state = SCHEDULE.begin(LINK, null, 0);
        var instants = new ArrayList<Long>();
        while (instants.size() < 6) {
            instants.add(TimeUnit.NANOSECONDS.toMillis(state.next()));
            var step = SCHEDULE.due(state, ms(interval), state.next());
            assertTrue(step.send());
            state = step.state();
            assertNotNull(state);
        }
        assertEquals(
                sent, String.join(" ", instants.stream().map(String::valueOf).toList()));
    }

    @Clause("RFC 4861 §6.2.4d")
    @ParameterizedTest(name = "{0}: next at {4}")
    @CsvSource(delimiter = '|', textBlock = """
        # what                          | last   | next   | now    | becomes
        long after the last             | 10000  | 90000  | 50000  | 50000
        one second after the last       | 49000  | 90000  | 50000  | 52000
        the scheduled one comes sooner  | 49000  | 51000  | 50000  | 51000
        """)
    void aChangeIsToldLikeABeginning(String what, String last, long next, long now, long becomes) {
        var state = SCHEDULE.changed(state(Phase.ADVERTISING, 0, last, ms(next)), ms(now));
        assertEquals(3, state.left());
        assertEquals(ms(becomes), state.next());
    }

    @Clause({"RFC 4861 §6.2.5", "RFC 4861 §6.2.6c"})
    @Test
    void threeFinalOnesAreSentThreeSecondsApart() {
        var state = SCHEDULE.cease(state(Phase.ADVERTISING, 0, "49000", ms(90_000)), ms(50_000));
        var sent = new ArrayList<Long>();
        while (state != null) {
            assertEquals(Phase.CEASING, state.phase());
            long now = state.next();
            var step = SCHEDULE.due(state, 0, now);
            if (step.send()) {
                sent.add(TimeUnit.NANOSECONDS.toMillis(now));
            }
            state = step.state();
        }
        assertEquals(List.of(52_000L, 55_000L, 58_000L), sent);
    }

    /// RFC 4861 §6.2.8: three from the former source, and each keeps its distance from what comes next.
    @Test
    @Clause({"RFC 4861 §6.2.6c", "RFC 4861 §6.2.8b"})
    void oneFromTheFormerSourcePutsTheNextOff() {
        var former = Ipv6Address.parse("fe80::1");
        var state = SCHEDULE.leaving(state(Phase.ADVERTISING, 0, "10000", ms(15_000)), former);
        for (int left = 2; left >= 0; left--) {
            state = SCHEDULE.sentFormer(state, ms(14_000));
            assertEquals(ms(17_000), state.next());
            assertEquals(ms(14_000), state.lastMulticast());
            assertEquals(left == 0 ? null : new AdvertisingState.Former(former, left), state.former());
        }
        var far = SCHEDULE.leaving(state(Phase.ADVERTISING, 0, "10000", ms(90_000)), former);
        assertEquals(ms(90_000), SCHEDULE.sentFormer(far, ms(14_000)).next());
    }

    @Test
    void nothingIsTakenBackThatWasNeverSent() {
        assertNull(SCHEDULE.cease(state(Phase.ADVERTISING, 3, "-", ms(50_000)), ms(50_000)));
    }

    @Test
    void afterTheLastFinalOneNothingIsSentButTheDistanceIsKept() {
        var resting = state(Phase.CEASING, 0, "58000", ms(61_000));
        assertEquals(ms(61_000), SCHEDULE.begin(LINK, resting, ms(59_000)).next());
        var step = SCHEDULE.due(resting, 0, ms(61_000));
        assertFalse(step.send());
        assertNull(step.state());
    }

    private static AdvertisingState state(Phase phase, int left, String last, long next) {
        return new AdvertisingState(LINK, phase, left, millis(last), next, List.of(), null, "inaba.ra");
    }

    private static long millis(String text) {
        return text.equals("-") ? NEVER : ms(Long.parseLong(text));
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
