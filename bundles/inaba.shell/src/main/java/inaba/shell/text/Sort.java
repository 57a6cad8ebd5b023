package inaba.shell.text;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import java.io.BufferedReader;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// `sort`: all lines, in the order of their characters or of the numbers with which they begin.
record Sort() implements Filter {
    private static final Pattern NUMBER = Pattern.compile("\\s*(-?\\d+(\\.\\d+)?).*");

    @Override
    public String name() {
        return "sort";
    }

    @Override
    public String summary() {
        return "behind a pipe: the lines in order";
    }

    @Override
    public List<String> usages() {
        return List.of("[-n] [-r] [-u] [-k FIELD]");
    }

    @Override
    public String letters() {
        return "nruk:";
    }

    @Override
    public void run(Call call, Options options, BufferedReader lines) throws CommandException {
        options.noOperands();
        int field = options.number('k', 1);
        Function<String, String> key = line -> from(line, field);
        Comparator<String> order =
                options.has('n') ? Comparator.comparing(key.andThen(Sort::number)) : Comparator.comparing(key);
        if (!options.has('u')) {
            order = order.thenComparing(Comparator.naturalOrder());
        }
        if (options.has('r')) {
            order = order.reversed();
        }
        var sorted = options.has('u')
                ? unique(lines, order)
                : lines.lines().sorted(order).toList();
        sorted.forEach(line -> call.print(Filter.line(line)));
    }

    private static List<String> unique(BufferedReader lines, Comparator<String> order) {
        var once = new TreeSet<>(order);
        lines.lines().forEach(once::add);
        return List.copyOf(once);
    }

    /// The line from a field on, counted from 1; blanks part fields.
    private static String from(String line, int field) {
        return field <= 1 ? line : line.strip().replaceFirst("(\\S+\\s*){0," + (field - 1) + '}', "");
    }

    private static BigDecimal number(String text) {
        var found = NUMBER.matcher(text);
        return found.matches() ? new BigDecimal(found.group(1)) : BigDecimal.ZERO;
    }
}
