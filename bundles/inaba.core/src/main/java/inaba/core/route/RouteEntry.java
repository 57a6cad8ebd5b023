package inaba.core.route;

import inaba.api.route.RouteRow;
import inaba.wire.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a prefix leads to: for each source prefix, longest first, a decision. The last one usually is for any source.
///
/// Source-specific routes of covering prefixes are contained, so that one lookup by destination is enough.
public final class RouteEntry {
    private final Choice[] choices;

    RouteEntry(Choice[] choices) {
        this.choices = choices;
    }

    /// The decision for a source, or null when none fits: no route.
    public @Nullable Choice choose(long sourceHigh, long sourceLow) {
        for (var choice : choices) {
            if (choice.source.length() == 0 || choice.source.contains(sourceHigh, sourceLow)) {
                return choice;
            }
        }
        return null;
    }

    /// The group of packets from anywhere, or null where the source counts or there is none.
    @Nullable
    Group onlyGroup() {
        return choices[0].source.length() == 0 ? choices[0].group : null;
    }

    @Override
    public String toString() {
        return choices.length == 0 ? "none" : choices[0].row.destination().toString();
    }

    List<Choice> choices() {
        return List.of(choices);
    }

    /// @param row the winning route; its kind says what happens when there is no group
    /// @param group null for blackhole, unreachable and prohibit
    public record Choice(
            Prefix source, RouteRow row, @Nullable Group group) {}
}
