package inaba.ip.multicast;

import static inaba.api.multicast.ListenerRow.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {
    private static final Ipv6Address GROUP = Ipv6Address.parse("ff3e::1234");

    /// RFC 3810 §6.1, the table of old and new states; a group that nobody listens to is INCLUDE of nothing.
    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        INCLUDE ab | INCLUDE bc | ALLOW c, BLOCK a
        INCLUDE a  | INCLUDE ab | ALLOW b
        INCLUDE ab | INCLUDE a  | BLOCK b
        EXCLUDE ab | EXCLUDE bc | ALLOW a, BLOCK c
        EXCLUDE a  | EXCLUDE    | ALLOW a
        EXCLUDE    | EXCLUDE a  | BLOCK a
        INCLUDE ab | EXCLUDE bc | TO_EX bc
        EXCLUDE ab | INCLUDE bc | TO_IN bc
        INCLUDE    | EXCLUDE    | TO_EX
        EXCLUDE    | INCLUDE    | TO_IN
        INCLUDE    | INCLUDE ab | ALLOW ab
        INCLUDE ab | INCLUDE    | BLOCK ab
        """)
    @Clause({"RFC 3810 §6.1", "RFC 3810 §5.2.12"})
    void aChangeOfStateIsReportedByItsDifference(String before, String after, String records) {
        var state = Listening.changed(state(before), Rows.filter(after), 2);
        var first = Listening.report(state, 10);
        assertEquals(records, Rows.text(first.records()));
        assertEquals(10, first.state().retransmitAt());

        var second = Listening.report(first.state(), 20);
        assertEquals(records, Rows.text(second.records()), "the repetition");
        assertEquals(NEVER, second.state().retransmitAt());
        assertEquals(Rows.filter(after).isNone(), Listening.over(second.state()));
    }

    /// RFC 3810 §6.1 and §6.3 (4): changes `+` one after the other, `.` where the report is repeated, with a
    /// robustness of 3.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        +EXCLUDE ...                | TO_EX; TO_EX; TO_EX; nothing
        +EXCLUDE +EXCLUDE,a ...     | TO_EX; TO_EX a; TO_EX a; BLOCK a; nothing
        +EXCLUDE . +EXCLUDE,a ...   | TO_EX; TO_EX; TO_EX a; BLOCK a; BLOCK a; nothing
        +INCLUDE,a . +INCLUDE,ab ...| ALLOW a; ALLOW a; ALLOW ab; ALLOW b; ALLOW b; nothing
        +INCLUDE,a +INCLUDE,b ...   | ALLOW a; ALLOW b, BLOCK a; ALLOW b, BLOCK a; ALLOW b, BLOCK a; nothing
        +INCLUDE,a +INCLUDE ...     | ALLOW a; BLOCK a; BLOCK a; BLOCK a; nothing
        +EXCLUDE +INCLUDE ...       | TO_EX; TO_IN; TO_IN; TO_IN; nothing
        +EXCLUDE +INCLUDE +EXCLUDE ...| TO_EX; TO_IN; TO_EX; TO_EX; TO_EX; nothing
        +EXCLUDE,a +INCLUDE,b ...   | TO_EX a; TO_IN b; TO_IN b; TO_IN b; nothing
        +INCLUDE,a +EXCLUDE,b ...   | ALLOW a; TO_EX b; TO_EX b; TO_EX b; nothing
        """)
    @Clause({"RFC 3810 §6.1b", "RFC 3810 §6.3d"})
    void laterChangesAreMergedWithWhatIsStillToBeRepeated(String events, String records) {
        var state = state("INCLUDE");
        var sent = new StringBuilder();
        for (var event : events.replaceAll("\\.", " . ").strip().split("\\s+")) {
            if (event.startsWith("+")) {
                state = Listening.changed(state, Rows.filter(event.substring(1).replace(',', ' ')), 3);
            } else if (state.retransmitAt() == NEVER) {
                continue;
            }
            var step = Listening.report(state, 1);
            state = step.state();
            sent.append(Rows.text(step.records())).append("; ");
        }
        while (state.retransmitAt() != NEVER) {
            var step = Listening.report(state, 1);
            state = step.state();
            sent.append(Rows.text(step.records())).append("; ");
        }
        assertEquals(records, sent + "nothing");
    }

    /// RFC 3810 §6.2, rules 1 and 3 to 5. A response due at an instant for these sources; `-` is none.
    @ParameterizedTest(name = "pending {0} {1}, general {2}; query {3} at {4}: {5} {6}")
    @CsvSource({
        "-,  '',  -,  '', 50, 50, ''", // 3
        "-,  '',  -,  ab, 50, 50, ab", // 3
        "-,  '',  40, '', 50, -,  ''", // 1
        "-,  '',  40, a,  50, -,  ''", // 1
        "-,  '',  60, a,  50, 50, a", // the general response comes later
        "70, a,   -,  '', 50, 50, ''", // 4: about the group now
        "30, a,   -,  '', 50, 30, ''", // 4
        "30, '',  -,  a,  50, 30, ''", // 4: about the group already
        "70, '',  -,  a,  50, 50, ''", // 4
        "70, a,   -,  b,  50, 50, ab", // 5
        "30, a,   -,  b,  50, 30, ab", // 5
        "30, a,   40, b,  50, 30, a" // 1: b is in the general response
    })
    @Clause({"RFC 3810 §6.2d", "RFC 3810 §6.2e"})
    void queriesAreAnsweredTogether(
            String due, String pending, String general, String sources, long at, String then, String asked) {
        var before = state("EXCLUDE").withResponse(instant(due), Rows.sources(pending));
        var after = Listening.queried(before, Rows.sources(sources), at, instant(general));
        assertEquals(instant(then), after.respondAt());
        assertEquals(asked, Rows.text(after.queried()));
    }

    @Test
    @Clause("RFC 3810 §6.2c")
    void aGroupWithoutListenersIsNotAnsweredFor() {
        var left = state("INCLUDE");
        assertEquals(left, Listening.queried(left, Rows.sources(""), 50, NEVER));
    }

    /// RFC 3810 §6.3 (2) and (3).
    @ParameterizedTest(name = "{0} queried for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        INCLUDE ab |    | IS_IN ab
        EXCLUDE ab |    | IS_EX ab
        EXCLUDE    |    | IS_EX
        INCLUDE ab | bc | IS_IN b
        INCLUDE ab | cd |
        EXCLUDE ab | bc | IS_IN c
        EXCLUDE ab | a  |
        EXCLUDE    | ab | IS_IN ab
        INCLUDE    |    |
        """)
    @Clause({"RFC 3810 §6.3b", "RFC 3810 §6.3c", "RFC 3810 §5.2.12b"})
    void aResponseSaysWhatWasAskedFor(String filter, String queried, String record) {
        var pending = state(filter).withResponse(50, Rows.sources(queried == null ? "" : queried));
        var step = Listening.respond(pending);
        assertEquals(record == null ? "" : record, Rows.text(step.records()));
        assertEquals(NEVER, step.state().respondAt());
        assertTrue(step.state().queried().isEmpty());
    }

    @Test
    void aQueryForMoreSourcesThanAreKeptIsOneForAll() {
        var many = new TreeSet<Ipv6Address>();
        IntStream.rangeClosed(0, Listening.MOST_QUERIED).forEach(n -> many.add(Rows.source(n)));
        var first = new TreeSet<>(many.headSet(Rows.source(Listening.MOST_QUERIED)));
        assertEquals(0, asked(many).size());
        assertEquals(Listening.MOST_QUERIED, asked(first).size());
        var grown = Listening.queried(Listening.queried(state("EXCLUDE"), first, 50, NEVER), many, 60, NEVER);
        assertEquals(0, grown.queried().size());
        assertEquals(50, grown.respondAt());
    }

    /// RFC 3810 §5.2.13: what was told from the unspecified address is told again.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"EXCLUDE, TO_EX", "EXCLUDE a, TO_EX a", "INCLUDE ab, ALLOW ab"})
    @Clause("RFC 3810 §5.2.13b")
    void reportingAnewIsAsIfListeningBegan(String filter, String record) {
        var told = state(filter).withReports(1, Rows.counters("a1"), 40);
        var first = Listening.report(Listening.anew(told, 2), 10);
        assertEquals(record, Rows.text(first.records()));
        assertEquals(record, Rows.text(Listening.report(first.state(), 20).records()));
    }

    @Test
    @Clause("RFC 3810 §8.2.1c")
    void aChangeOfVersionCancelsWhatIsPending() {
        var busy = state("EXCLUDE a").withReports(2, Rows.counters("a1b2"), 40).withResponse(50, Rows.sources("b"));
        var idle = Listening.cancelled(busy);
        assertEquals(NEVER, idle.next());
        assertEquals(0, idle.modeReports());
        assertEquals("", Rows.text(new TreeMap<>(idle.sourceReports())));
        assertEquals(busy.filter(), idle.filter());
    }

    private static TreeSet<Ipv6Address> asked(TreeSet<Ipv6Address> sources) {
        return new TreeSet<>(
                Listening.queried(state("EXCLUDE"), sources, 50, NEVER).queried());
    }

    private static long instant(String text) {
        return text.equals("-") ? NEVER : Long.parseLong(text);
    }

    private static ListenerRow state(String filter) {
        var none = new ListenerRow(1, GROUP, "test");
        return none.withFilter(filter.equals("INCLUDE") ? SourceFilter.NONE : Rows.filter(filter));
    }
}
