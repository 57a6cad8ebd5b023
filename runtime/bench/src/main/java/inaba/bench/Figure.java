package inaba.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// One figure that the appliance is to reach, and where a run has measured it.
///
/// @param name for people
/// @param must the least, or the most where `below`
/// @param aim better
/// @param below true where less is better
/// @param field of the result
/// @param where names and values of the result in turn
record Figure(String name, double must, double aim, boolean below, String field, List<Object> where) {
    private static final String ROW = "%-58s %9s %9s %9s  %s%n";

    static final String HEADER =
            String.format(ROW, "figure", "must", "aim", "measured", "reached").stripTrailing();

    static Figure atLeast(double must, double aim, String name, String field, Object... where) {
        return new Figure(name, must, aim, false, field, List.of(where));
    }

    static Figure atMost(double must, double aim, String name, String field, Object... where) {
        return new Figure(name, must, aim, true, field, List.of(where));
    }

    OptionalDouble measured(Results results) {
        return results.number(field, where.toArray());
    }

    private boolean holds(double measured, double bound) {
        return below ? measured <= bound : measured >= bound;
    }

    /// `aim`, `yes`, `no`, or `-` where it was not measured.
    String reached(Results results) {
        var measured = measured(results);
        if (measured.isEmpty() || Double.isNaN(measured.getAsDouble())) {
            return "-";
        }
        double value = measured.getAsDouble();
        return holds(value, aim) ? "aim" : holds(value, must) ? "yes" : "no";
    }

    /// A line of the table. A `*` marks where the sender was the limit, so that the router could do more.
    String line(Results results) {
        var measured = measured(results);
        boolean limited = results.where(where.toArray()).stream()
                .anyMatch(result -> Boolean.TRUE.equals(result.get("limitedBySender")));
        return String.format(
                        Locale.ROOT,
                        ROW,
                        name,
                        number(must),
                        number(aim),
                        (measured.isEmpty() ? "-" : number(measured.getAsDouble())) + (limited ? "*" : ""),
                        reached(results))
                .stripTrailing();
    }

    private static String number(double value) {
        return Math.abs(value) >= 1000 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
