package inaba.core.route;

import inaba.api.route.RouteRow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a prefix leads to for packets from one source prefix, and for those from elsewhere another entry: the longest
/// source prefix comes first, and the last one usually is for any source.
///
/// Source-specific routes of covering prefixes are contained, so that one lookup by destination is enough.
public final class RouteEntry {
    private final List<RouteRow> rows;
    private final @Nullable Group group;
    private final @Nullable RouteEntry other;

    /// @param rows the winning routes, equal ones of one source prefix; of the first one the kind says what happens
    /// when there is no group
    /// @param group null for blackhole, unreachable and prohibit
    /// @param other for packets of other sources
    RouteEntry(List<RouteRow> rows, @Nullable Group group, @Nullable RouteEntry other) {
        this.rows = rows;
        this.group = group;
        this.other = other;
    }

    /// The entry for a source, or null when none fits: no route.
    public @Nullable RouteEntry choose(long sourceHigh, long sourceLow) {
        var entry = this;
        while (entry != null && !entry.row().source().contains(sourceHigh, sourceLow)) {
            entry = entry.other;
        }
        return entry;
    }

    public RouteRow row() {
        return rows.getFirst();
    }

    /// The route that a hop of the group is of.
    public RouteRow row(Hop hop) {
        for (var row : rows) {
            for (var next : row.nextHops()) {
                if (next.link() == hop.link() && Objects.equals(next.via(), hop.via())) {
                    return row;
                }
            }
        }
        return row();
    }

    public @Nullable Group group() {
        return group;
    }

    @Nullable
    RouteEntry other() {
        return other;
    }

    /// The group of packets from anywhere, or null where the source counts or there is none.
    @Nullable
    Group onlyGroup() {
        return row().source().length() == 0 ? group : null;
    }

    @Override
    public String toString() {
        return row().destination().toString();
    }
}
