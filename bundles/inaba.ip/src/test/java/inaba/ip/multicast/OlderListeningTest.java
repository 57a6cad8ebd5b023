package inaba.ip.multicast;

import static inaba.api.multicast.ListenerRow.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import inaba.ip.multicast.OlderListening.Action;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OlderListeningTest {
    private static final ListenerRow NON_LISTENER = new ListenerRow(1, Ipv6Address.parse("ff02::db8:1"), "test");

    /// RFC 2710 §5, arc by arc. IDLE and DELAYING/T with the timer at T, `!` when the flag is set; a new timer is
    /// drawn for 50, in answer to a query that wants the report by 90.
    @ParameterizedTest(name = "{0} -- {1} --> {2} {3}")
    @CsvSource({
        "NON_LISTENER, start,   DELAYING/50!, REPORT",
        "IDLE!,        query,   DELAYING/50!, NOTHING",
        "IDLE,         query,   DELAYING/50,  NOTHING",
        "DELAYING/99!, query,   DELAYING/50!, NOTHING",
        "DELAYING/90!, query,   DELAYING/90!, NOTHING",
        "DELAYING/70,  query,   DELAYING/70,  NOTHING",
        "DELAYING/70!, report,  IDLE,         NOTHING",
        "IDLE!,        report,  IDLE!,        NOTHING",
        "DELAYING/70,  timer,   IDLE!,        REPORT",
        "IDLE!,        stop,    NON_LISTENER, DONE",
        "IDLE,         stop,    NON_LISTENER, NOTHING",
        "DELAYING/70!, stop,    NON_LISTENER, DONE",
        "DELAYING/70,  stop,    NON_LISTENER, NOTHING",
        "NON_LISTENER, query,   NON_LISTENER, NOTHING",
        "NON_LISTENER, report,  NON_LISTENER, NOTHING"
    })
    @Clause("RFC 2710 §5")
    void theNodeStateTransitionDiagram(String before, String event, String after, Action action) {
        var state = state(before);
        var step =
                switch (event) {
                    case "start" -> OlderListening.started(state, SourceFilter.ANY, 2, 50);
                    case "stop" -> OlderListening.stopped(state, false);
                    case "query" -> new OlderListening.Step(OlderListening.queried(state, 50, 90), Action.NOTHING);
                    case "report" -> new OlderListening.Step(OlderListening.heard(state), Action.NOTHING);
                    default -> OlderListening.expired(state, 50);
                };
        assertEquals(after, text(step.state()));
        assertEquals(action, step.action());
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 3", "7, 7"})
    @Clause("RFC 2710 §4")
    void listeningIsReportedAsOftenAsTheLinkNeedsIt(int robustness, int reports) {
        var step = OlderListening.started(NON_LISTENER, SourceFilter.ANY, robustness, 50);
        int sent = 1;
        while (step.state().respondAt() != NEVER) {
            step = OlderListening.expired(step.state(), 60);
            sent++;
        }
        assertEquals(reports, sent);
    }

    @Test
    @Clause("RFC 2710 §4b")
    void doneIsSentInAnyCaseWhereConfiguredSo() {
        assertEquals(Action.DONE, OlderListening.stopped(state("IDLE"), true).action());
    }

    private static ListenerRow state(String text) {
        if (text.equals("NON_LISTENER")) {
            return NON_LISTENER;
        }
        boolean flag = text.endsWith("!");
        var words = text.replace("!", "").split("/");
        long timer = words.length > 1 ? Long.parseLong(words[1]) : NEVER;
        return NON_LISTENER
                .withFilter(SourceFilter.ANY)
                .withResponse(timer, Collections.emptySortedSet())
                .withLastReporter(flag);
    }

    private static String text(ListenerRow state) {
        if (state.filter().isNone()) {
            return "NON_LISTENER";
        }
        return (state.respondAt() == NEVER ? "IDLE" : "DELAYING/" + state.respondAt())
                + (state.lastReporter() ? "!" : "");
    }
}
