package inaba.ip.probe;

import inaba.api.manage.Line;
import java.util.Locale;

/// Counts of a ping run, and the block that iputils' ping ends with.
final class PingStatistics {
    private long transmitted;
    private long received;
    private long duplicates;
    private long corrupted;
    private long errors;
    private long timed;
    private long least = Long.MAX_VALUE;
    private long most;
    private double sum;
    private double squares;

    void sent() {
        transmitted++;
    }

    void error() {
        errors++;
    }

    void corrupted() {
        corrupted++;
    }

    void duplicate(long nanos) {
        duplicates++;
        time(nanos);
    }

    void reply(long nanos) {
        received++;
        time(nanos);
    }

    private void time(long nanos) {
        timed++;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        sum += nanos;
        squares += (double) nanos * nanos;
    }

    long transmitted() {
        return transmitted;
    }

    long received() {
        return received;
    }

    /// Requests that were answered, by a reply or an error.
    long settled() {
        return received + errors;
    }

    long longest() {
        return most;
    }

    /// @param elapsed nanoseconds from the first request to the end
    Line summary(String destination, long elapsed) {
        var line = Line.text("\n--- " + destination + " ping statistics ---\n" + counts(elapsed) + times())
                .keyed("destination", destination)
                .keyed("transmitted", transmitted)
                .keyed("received", received)
                .keyed("duplicates", duplicates)
                .keyed("errors", errors)
                .keyed("loss", loss())
                .keyed("time", elapsed / 1_000_000);
        return timed == 0
                ? line
                : line.keyed("min", Milliseconds.number(least))
                        .keyed("avg", Milliseconds.number(mean()))
                        .keyed("max", Milliseconds.number(most))
                        .keyed("mdev", Milliseconds.number(deviation()));
    }

    private String counts(long elapsed) {
        return transmitted + " packets transmitted, " + received + " received"
                + some(duplicates, "duplicates") + some(corrupted, "corrupted") + some(errors, "errors")
                + (transmitted == 0 ? "" : ", " + percent() + "% packet loss, time " + elapsed / 1_000_000 + "ms");
    }

    private static String some(long n, String what) {
        return n == 0 ? "" : ", +" + n + ' ' + what;
    }

    private String times() {
        return timed == 0
                ? ""
                : "\nrtt min/avg/max/mdev = " + Milliseconds.exact(least) + '/' + Milliseconds.exact(mean()) + '/'
                        + Milliseconds.exact(most) + '/' + Milliseconds.exact(deviation()) + " ms";
    }

    private double loss() {
        return transmitted == 0 ? 0 : (transmitted - received) * 100.0 / transmitted;
    }

    /// As `%g` of C: without zeros at the end.
    private String percent() {
        return String.format(Locale.ROOT, "%.4f", loss()).replaceFirst("\\.?0+$", "");
    }

    private double mean() {
        return sum / timed;
    }

    private double deviation() {
        return Math.sqrt(Math.max(0, squares / timed - mean() * mean()));
    }
}
