package inaba.core.path;

import inaba.api.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Says when every worker has passed a burst boundary, so that nothing of an old plan is in use any more.
public final class Quiescence {
    private static final Duration LOOK_AGAIN = Duration.ofNanos(200_000);

    private final List<Participant> participants = new CopyOnWriteArrayList<>();
    private final Time time;

    public Quiescence(Time time) {
        this.time = time;
    }

    /// A thread that uses plans.
    public interface Participant {
        /// Changes at each boundary; odd between the beginning and the end of a burst.
        long turn();
    }

    public void add(Participant participant) {
        participants.add(participant);
    }

    public void remove(Participant participant) {
        participants.remove(participant);
    }

    /// Runs the task on the control loop once all have passed a boundary. Called on the loop after the publication.
    public void then(Runnable task) {
        var waiting = new ArrayList<Waiting>();
        for (var participant : participants) {
            long turn = participant.turn();
            if ((turn & 1) == 1) {
                waiting.add(new Waiting(participant, turn));
            }
        }
        settle(waiting, task);
    }

    private void settle(List<Waiting> waiting, Runnable task) {
        waiting.removeIf(w -> w.participant.turn() != w.turn || !participants.contains(w.participant));
        if (waiting.isEmpty()) {
            task.run();
        } else {
            time.after(LOOK_AGAIN, () -> settle(waiting, task));
        }
    }

    private record Waiting(Participant participant, long turn) {}
}
