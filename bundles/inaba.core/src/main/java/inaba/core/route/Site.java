package inaba.core.route;

import inaba.api.route.Fib;
import inaba.api.route.RouteRow;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;

/// What a table knows of one prefix: its rows, and what they were compiled to. On the control loop, but for [#value].
final class Site {
    private final Prefix prefix;
    /// Seldom more than one.
    private List<RouteRow> rows = List.of();
    /// Read by who builds a FIB off the loop.
    private volatile int value = Fib.NONE;
    /// Its rows were touched and have to be compiled anew.
    private boolean touched;

    Site(Prefix prefix) {
        this.prefix = prefix;
    }

    Prefix prefix() {
        return prefix;
    }

    List<RouteRow> rows() {
        return rows;
    }

    void add(RouteRow row) {
        if (rows.isEmpty()) {
            rows = List.of(row);
            return;
        }
        var more = new ArrayList<>(rows);
        more.add(row);
        rows = List.copyOf(more);
    }

    /// @return whether it was there
    boolean remove(RouteRow row) {
        var fewer = rows.stream().filter(each -> !each.equals(row)).toList();
        boolean any = fewer.size() < rows.size();
        rows = fewer;
        return any;
    }

    void replace(RouteRow before, RouteRow after) {
        rows = rows.stream().map(row -> row.equals(before) ? after : row).toList();
    }

    /// What the FIB says of the prefix, or [Fib#NONE]. Any thread.
    int value() {
        return value;
    }

    void leadsTo(int newValue) {
        value = newValue;
    }

    /// @return false when it was touched before
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void untouch() {
        touched = false;
    }

    boolean isEmpty() {
        return rows.isEmpty() && value == Fib.NONE;
    }
}
