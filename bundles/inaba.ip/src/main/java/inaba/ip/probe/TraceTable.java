package inaba.ip.probe;

import inaba.api.manage.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answers of a trace, and the lines that show them: a hop is shown when all its probes are settled, in order.
final class TraceTable {
    private static final Answer LOST = new Answer("*", 0, "");

    private final int probes;
    private final boolean numeric;
    private final @Nullable Answer[] answers;
    private int lastHop;
    private int shown;

    TraceTable(int hops, int probes, boolean numeric) {
        this.probes = probes;
        this.numeric = numeric;
        this.answers = new @Nullable Answer[hops * probes];
        this.lastHop = hops;
    }

    int hop(int probe) {
        return probe / probes + 1;
    }

    /// Probes that there are, now that the last hop may be known.
    int size() {
        return lastHop * probes;
    }

    boolean settled(int probe) {
        return answers[probe] != null;
    }

    /// @param last no hop behind this one needs to be asked
    void answered(int probe, String from, long nanos, String mark, boolean last) {
        answers[probe] = new Answer(from, nanos, mark);
        if (last) {
            lastHop = Math.min(lastHop, hop(probe));
        }
    }

    void lost(int probe) {
        answers[probe] = LOST;
    }

    boolean complete() {
        return shown >= lastHop;
    }

    /// The next hop whose probes are all settled.
    Optional<Line> next() {
        if (complete()) {
            return Optional.empty();
        }
        var row = new ArrayList<Answer>();
        for (int i = shown * probes; i < (shown + 1) * probes; i++) {
            var answer = answers[i];
            if (answer == null) {
                return Optional.empty();
            }
            row.add(answer);
        }
        shown++;
        return Optional.of(line(shown, row));
    }

    private Line line(int hop, List<Answer> row) {
        var text = new StringBuilder(String.format("%2d ", hop));
        String before = "";
        for (var answer : row) {
            if (answer == LOST) {
                text.append(" *");
                continue;
            }
            if (!answer.from().equals(before)) {
                text.append(' ').append(numeric ? answer.from() : answer.from() + " (" + answer.from() + ')');
                before = answer.from();
            }
            text.append("  ").append(Milliseconds.exact(answer.nanos())).append(" ms");
            text.append(answer.mark().isEmpty() ? "" : ' ' + answer.mark());
        }
        return Line.text(text.toString())
                .keyed("hop", hop)
                .keyed("from", row.stream().map(Answer::from).toList())
                .keyed(
                        "time",
                        row.stream().map(a -> Milliseconds.number(a.nanos())).toList())
                .keyed("mark", row.stream().map(Answer::mark).toList());
    }

    private record Answer(String from, long nanos, String mark) {}
}
