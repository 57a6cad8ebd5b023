package inaba.shell.complete;

import inaba.api.manage.Command;
import inaba.shell.run.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jline.builtins.Completers;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Completes the word at the cursor from the usages of the command before it.
public final class Completion implements Completer {
    private final Commands commands;
    private final Values values;
    private final Completers.FileNameCompleter files;

    /// @param folder where the person is
    public Completion(Commands commands, View view, Path folder) {
        this.commands = commands;
        this.values = new Values(view);
        this.files = new Completers.FilesCompleter(folder);
    }

    /// What cuts the line for [#complete].
    public static Parser parser() {
        return new Typed.Reader();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (!(line instanceof Typed typed)) {
            return;
        }
        candidates(typed).stream().map(Completion::candidate).forEach(candidates::add);
        if (expects(typed, "FILE")) {
            files.complete(reader, line, candidates);
        }
    }

    /// Words that may stand at the cursor, files left out.
    Set<String> candidates(Typed typed) {
        var words = words(typed);
        if (words.isEmpty()) {
            var filters = new TreeSet<>(commands.filters());
            var names = new TreeSet<>(commands.names());
            names.removeAll(filters);
            return typed.first() ? names : filters;
        }
        var command = commands.find(words.getFirst());
        var found = new LinkedHashSet<String>();
        if (command != null) {
            var arguments = words.subList(1, words.size());
            for (var symbol : symbols(command, arguments)) {
                found.addAll(symbol.value() ? values.of(command, symbol.text(), arguments) : List.of(symbol.text()));
            }
        }
        return found;
    }

    private boolean expects(Typed typed, String value) {
        var words = words(typed);
        var command = words.isEmpty() ? null : commands.find(words.getFirst());
        return command != null
                && symbols(command, words.subList(1, words.size())).stream()
                        .anyMatch(symbol -> symbol.value() && symbol.text().equals(value));
    }

    /// The words before the cursor, without `-j`.
    private static List<String> words(Typed typed) {
        var words = new ArrayList<>(typed.words().subList(0, typed.wordIndex()));
        words.removeIf("-j"::equals);
        return words;
    }

    /// What may follow in any of the usages; where the first word is the verb of some, in these alone.
    private static Set<Usage.Symbol> symbols(Command command, List<String> arguments) {
        var usages = command.usages().stream().map(Usage::parse).toList();
        var ofVerb = usages.stream()
                .filter(usage -> !arguments.isEmpty()
                        && usage.after(List.of()).contains(new Usage.Symbol(arguments.getFirst(), false)))
                .toList();
        var symbols = new LinkedHashSet<Usage.Symbol>();
        (ofVerb.isEmpty() ? usages : ofVerb).forEach(usage -> symbols.addAll(usage.after(arguments)));
        return symbols;
    }

    /// Behind `packet:` the device follows without a blank.
    private static Candidate candidate(String word) {
        return new Candidate(word, word, null, null, null, null, !word.endsWith(":"));
    }
}
