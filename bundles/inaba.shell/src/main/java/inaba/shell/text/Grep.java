package inaba.shell.text;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `grep`: the lines in which a pattern of [Pattern] is found; where there is none it fails without a word.
record Grep() implements Filter {
    @Override
    public String name() {
        return "grep";
    }

    @Override
    public String summary() {
        return "behind a pipe: the lines in which a pattern is found";
    }

    @Override
    public List<String> usages() {
        return List.of("[-i] [-v] [-w] [-F] [-c] [-n] [-o] [-q] PATTERN");
    }

    /// `-E` is what it does anyway.
    @Override
    public String letters() {
        return "ivwFEcnoqe:";
    }

    @Override
    public void run(Call call, Options options, BufferedReader lines) throws CommandException, IOException {
        var pattern = pattern(options);
        Predicate<String> wanted = line -> pattern.matcher(line).find() != options.has('v');
        boolean silent = options.has('q') || options.has('c');
        long found = 0;
        long at = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            at++;
            if (wanted.test(line)) {
                found++;
                if (!silent) {
                    show(call, options, pattern, at, line);
                } else if (options.has('q')) {
                    return;
                }
            }
        }
        if (options.has('c') && !options.has('q')) {
            call.print(Line.of().bare("lines", found));
        }
        if (found == 0) {
            throw CommandException.failed("");
        }
    }

    private static void show(Call call, Options options, Pattern pattern, long at, String line) {
        var before = options.has('n') ? at + ":" : "";
        if (options.has('o') && !options.has('v')) {
            pattern.matcher(line).results().forEach(part -> call.print(Filter.line(before + part.group())));
        } else {
            call.print(Filter.line(before + line));
        }
    }

    private static Pattern pattern(Options options) throws CommandException {
        if (!options.has('e') && !options.operands().isEmpty()) {
            options.given().put('e', options.operands().removeFirst());
        }
        options.noOperands();
        var text = options.given().get('e');
        if (text == null) {
            throw options.args().usage("expected a pattern");
        }
        var quoted = options.has('F') ? Pattern.quote(text) : text;
        try {
            return Pattern.compile(
                    options.has('w') ? "\\b(?:" + quoted + ")\\b" : quoted,
                    options.has('i') ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        } catch (PatternSyntaxException e) {
            throw options.args().usage("no pattern is \"" + text + "\": " + e.getDescription());
        }
    }
}
