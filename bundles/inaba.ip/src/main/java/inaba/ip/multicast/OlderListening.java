package inaba.ip.multicast;

import static inaba.api.multicast.ListenerRow.NEVER;

import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.SourceFilter;
import java.util.Collections;

/// What a listener tells of one group while the link speaks MLDv1, or IGMPv2 or v1: the states and actions of RFC 2710
/// §5.
///
/// [ListenerRow#respondAt] is the one timer that "Delaying Listener" has; [ListenerRow#modeReports] counts the
/// unsolicited reports that follow the one it is set for.
public final class OlderListening {
    private OlderListening() {}

    /// What to send.
    public enum Action {
        NOTHING,
        REPORT,
        DONE
    }

    /// What follows an event.
    public record Step(ListenerRow state, Action action) {}

    /// Start listening: reported at once, and `robustness` times in all (§4: "once or twice after short delays").
    ///
    /// @param next when the report would be repeated
    public static Step started(ListenerRow state, SourceFilter filter, int robustness, long next) {
        var listening = state.withFilter(filter).withLastReporter(true);
        int left = robustness - 1;
        return new Step(timer(listening, left > 0 ? next : NEVER, Math.max(0, left - 1)), Action.REPORT);
    }

    /// Stop listening.
    ///
    /// @param always send Done also where another listener reported last
    public static Step stopped(ListenerRow state, boolean always) {
        var silent = timer(state.withFilter(SourceFilter.NONE), NEVER, 0).withLastReporter(false);
        return new Step(silent, always || state.lastReporter() ? Action.DONE : Action.NOTHING);
    }

    /// Query received: a running timer is only shortened.
    ///
    /// @param at the instant chosen for the report
    /// @param latest the last instant at which the query wants it
    public static ListenerRow queried(ListenerRow state, long at, long latest) {
        if (state.filter().isNone() || state.respondAt() != NEVER && latest >= state.respondAt()) {
            return state;
        }
        return timer(state, at, state.modeReports());
    }

    /// Report received from another listener: it spares ours.
    public static ListenerRow heard(ListenerRow state) {
        return state.respondAt() == NEVER ? state : timer(state, NEVER, 0).withLastReporter(false);
    }

    /// Timer expired.
    ///
    /// @param next when the report would be repeated
    public static Step expired(ListenerRow state, long next) {
        boolean again = state.modeReports() > 0;
        var reported = timer(state, again ? next : NEVER, Math.max(0, state.modeReports() - 1));
        return new Step(reported.withLastReporter(true), Action.REPORT);
    }

    private static ListenerRow timer(ListenerRow state, long at, int reports) {
        return state.withReports(reports, Collections.emptySortedMap(), NEVER)
                .withResponse(at, Collections.emptySortedSet());
    }
}
