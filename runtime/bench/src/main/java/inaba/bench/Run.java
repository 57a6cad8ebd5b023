package inaba.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// One run: how thorough it is to be, what of it is wanted, and where its results go.
///
/// @param full takes its time
/// @param choices of [#CHOICES], what a person wants to see of it
public record Run(PrintStream out, boolean full, Map<String, List<String>> choices, Results results) {
    static final List<String> CHOICES = List.of(
            "drivers",
            "sources",
            "routes",
            "neighbors",
            "links",
            "bytes",
            "algorithms",
            "probes",
            "loads",
            "rate",
            "changes");

    Run(PrintStream out, boolean full, Map<String, List<String>> choices) {
        this(out, full, choices, new Results());
    }

    /// The same run with other choices.
    Run choosing(Map<String, List<String>> others) {
        return new Run(out, full, others, results);
    }

    /// What was chosen, else what is usual.
    public List<String> chosen(String name, List<String> usual) {
        return choices.getOrDefault(name, usual);
    }

    /// As [#chosen], of numbers.
    public List<Integer> chosenNumbers(String name, List<Integer> usual) {
        var chosen = choices.get(name);
        return chosen == null ? usual : chosen.stream().map(Integer::valueOf).toList();
    }
}
