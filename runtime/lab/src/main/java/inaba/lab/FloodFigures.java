package inaba.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What floods do to others: a line for each kind of [FloodKind], at 0.8 of the rate that the driver carries without
/// loss on the link of the known neighbour, at the sender's full rate on another link, and at full rate on the same.
public final class FloodFigures {
    private static final double SHARE = 0.8;
    private static final double MOST_LOST = 0.001;
    private static final Duration MOST_WAIT = Duration.ofMillis(200);
    private static final Duration MOST_AFTER = Duration.ofSeconds(5);
    private static final String BEGIN = "<!-- floods: written by ./inaba bench floods -->";
    private static final String END = "<!-- end of floods -->";

    private final PrintStream out;
    private final Duration each;
    private final List<FloodKind> kinds;
    private final List<String> rows = new ArrayList<>();
    private boolean good = true;

    private FloodFigures(PrintStream out, Duration each, List<FloodKind> kinds) {
        this.out = out;
        this.each = each;
        this.kinds = kinds;
    }

    /// Measures and prints all kinds.
    ///
    /// @param each how long a flood takes
    /// @param report a Markdown file whose table is written anew, or null
    /// @return true when each kept to its bounds
    public static boolean all(PrintStream out, Duration each, @Nullable Path report)
            throws IOException, InterruptedException {
        var figures = new FloodFigures(out, each, List.of(FloodKind.values()));
        var rate = figures.measure();
        if (report != null) {
            figures.write(report, rate);
        }
        return figures.good;
    }

    /// @return the rate without loss, packets a second
    private double measure() throws IOException, InterruptedException {
        try (var lab = FloodLab.start("packet", List.of());
                var prompt = AttachedPrompt.open(lab.appliance().state())) {
            double free = lab.lossFreeRate();
            out.printf(Locale.ROOT, "without loss %,.0f packets/s%n", free);
            prompt.answer("link");
            var trial = new FloodTrial(lab, prompt);
            for (var kind : kinds) {
                var paced = trial.run(kind, FloodTrial.Where.SAME_LINK, (long) (SHARE * free), each);
                var other = trial.run(kind, FloodTrial.Where.OTHER_LINK, 0, each);
                var full = trial.run(kind, FloodTrial.Where.SAME_LINK, 0, each);
                tell(paced, other, full);
            }
            return free;
        }
    }

    private void tell(FloodTrial.Outcome paced, FloodTrial.Outcome other, FloodTrial.Outcome full) {
        out.println(paced + "  at 0.8");
        out.println(other + "  on another link");
        out.println(full + "  at full rate");
        boolean held = holds(paced, true) & holds(other, true) & holds(full, false);
        good &= held;
        rows.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d ms | %.1f s |",
                paced.kind().title(),
                cell(paced),
                cell(other),
                cell(full),
                longest(paced.answer(), other.answer(), full.answer()).toMillis(),
                longest(paced.normal(), other.normal(), full.normal()).toMillis() / 1e3));
    }

    private boolean holds(FloodTrial.Outcome outcome, boolean lossless) {
        boolean holds = (!lossless || outcome.lost() < MOST_LOST)
                && outcome.answer().compareTo(MOST_WAIT) <= 0
                && outcome.normal().compareTo(MOST_AFTER) <= 0;
        if (!holds) {
            out.println("    out of bounds:\n" + outcome.streams().indent(8).stripTrailing());
        }
        return holds;
    }

    private static String cell(FloodTrial.Outcome outcome) {
        return String.format(Locale.ROOT, "%.3f %% of %,.0f/s", outcome.lost() * 100, outcome.perSecond());
    }

    private static Duration longest(Duration... all) {
        return List.of(all).stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private void write(Path report, double free) throws IOException {
        var text = Files.readString(report);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        if (from < 0 || to < from) {
            throw new IOException(report + " has no place for the table: " + BEGIN);
        }
        var table = new StringBuilder(BEGIN)
                .append("\n\n")
                .append(String.format(
                        Locale.ROOT,
                        "Without loss the driver carried %,.0f packets/s; each flood took %d s.%n%n",
                        free,
                        each.toSeconds()))
                .append(
                        "| flood | lost at 0.8 of that | lost under a full flood of another link |"
                                + " lost at the sender's full rate | slowest answer | normal after |\n|---|---|---|---|---|---|\n");
        rows.forEach(row -> table.append(row).append('\n'));
        Files.writeString(report, text.substring(0, from) + table.append('\n') + text.substring(to));
    }
}
