package inaba.shell.log;

import inaba.api.manage.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was logged at once, as the launcher's logback.xml lays it out: `TIME LEVEL LOGGER - MESSAGE`, and further lines
/// such as a stack trace.
record Entry(String time, Level level, String logger, String message, List<String> more) {
    /// How grave it is, the gravest last.
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private static final Pattern FIRST =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\S+) (TRACE|DEBUG|INFO|WARN|ERROR) +(\\S+) - (.*)");

    /// The entries of these lines; lines before the first entry belong to one that was cut off.
    static List<Entry> parse(List<String> lines) {
        var entries = new ArrayList<Entry>();
        for (var line : lines) {
            var first = first(line);
            if (first != null) {
                entries.add(first);
            } else if (!entries.isEmpty()) {
                entries.getLast().more.add(line);
            }
        }
        return entries;
    }

    private static @Nullable Entry first(String line) {
        var match = FIRST.matcher(line);
        return match.matches()
                ? new Entry(
                        match.group(1),
                        Level.valueOf(match.group(2)),
                        match.group(3),
                        match.group(4),
                        new ArrayList<>())
                : null;
    }

    Line line() {
        var text = new StringBuilder(String.format("%s %-5s %s - %s", time, level, logger, message));
        more.forEach(next -> text.append('\n').append(next));
        return Line.text(text.toString())
                .bare("time", time)
                .bare("level", level)
                .bare("logger", logger)
                .bare("message", message)
                .bare("more", more.isEmpty() ? null : more);
    }
}
