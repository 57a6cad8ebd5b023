package inaba.testkit;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command typed by a test: collects what it prints, as the text that the shell would show.
public final class TypedCall implements Call {
    private final Args args;
    private final List<String> printed = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    /// @param words behind the command's name, each an argument
    public TypedCall(Command command, List<String> words) {
        args = new Args(command.name(), words);
    }

    /// Types the words, which blanks part, and runs the command to its end.
    ///
    /// @return a line of text for each line printed, those below it behind slashes
    public static List<String> type(Command command, String words) throws CommandException {
        var call = new TypedCall(
                command, words.isBlank() ? List.of() : List.of(words.strip().split("\\s+")));
        command.run(call);
        return call.printed;
    }

    /// A line as one line of text: `default dev wan / nexthop via fe80::1 / nexthop via fe80::2`.
    public static String text(Line line) {
        var words = new ArrayList<String>();
        String whole = line.asText();
        if (whole == null) {
            line.fields().forEach(field -> words.add(text(field)));
        } else {
            words.add(whole);
        }
        var text = new StringBuilder(String.join(" ", words));
        for (var children : line.children()) {
            children.lines().forEach(child -> text.append(" / ").append(text(child)));
        }
        return text.toString();
    }

    private static String text(Line.Field field) {
        return switch (field.look()) {
            case BARE -> field.value().toString();
            case KEYED -> field.name() + ' ' + field.value();
            case FLAG -> field.name();
        };
    }

    /// What was printed so far.
    public List<String> printed() {
        return List.copyOf(printed);
    }

    /// What was shown of the way so far.
    public List<String> progressed() {
        return List.copyOf(progress);
    }

    @Override
    public Args args() {
        return args;
    }

    @Override
    public void print(Line line) {
        printed.add(text(line));
    }

    @Override
    public void progress(String text) {
        progress.add(text);
    }

    @Override
    public Path file(String word) {
        return Path.of(word);
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable task) {}
}
