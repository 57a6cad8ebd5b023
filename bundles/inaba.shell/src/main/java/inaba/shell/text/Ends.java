package inaba.shell.text;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/// `head` and `tail`: the first lines, or the last.
record Ends(String name) implements Filter {
    private static final int LINES = 10;

    @Override
    public String summary() {
        return "behind a pipe: the " + (first() ? "first" : "last") + " lines";
    }

    @Override
    public List<String> usages() {
        return List.of(first() ? "[-n N]" : "[-n N|+N]");
    }

    @Override
    public String letters() {
        return "n:";
    }

    private boolean first() {
        return name.equals("head");
    }

    @Override
    public void run(Call call, Options options, BufferedReader lines) throws CommandException, IOException {
        options.noOperands();
        var from = options.given().getOrDefault('n', "");
        if (first()) {
            head(call, options.number('n', LINES), lines);
        } else if (from.startsWith("+")) {
            options.given().put('n', from.substring(1));
            lines.lines().skip(Math.max(1, options.number('n', 1)) - 1L).forEach(line -> call.print(Filter.line(line)));
        } else {
            tail(call, options.number('n', LINES), lines);
        }
    }

    /// Reads no further than it must, so that a `log follow` before it ends.
    private static void head(Call call, int count, BufferedReader lines) throws IOException {
        for (int i = 0; i < count; i++) {
            var line = lines.readLine();
            if (line == null) {
                return;
            }
            call.print(Filter.line(line));
        }
    }

    private static void tail(Call call, int count, BufferedReader lines) throws IOException {
        var last = new ArrayDeque<String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            last.add(line);
            if (last.size() > count) {
                last.remove();
            }
        }
        last.forEach(line -> call.print(Filter.line(line)));
    }
}
