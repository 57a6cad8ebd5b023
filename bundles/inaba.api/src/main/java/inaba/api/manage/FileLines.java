package inaba.api.manage;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Reads rows from the lines of a file, in the words of the command that adds one, with `#` comments.
///
/// @param <R> what a line says
public abstract class FileLines<R> {
    private final String name;
    private int number;

    /// @param name of the file, for errors
    protected FileLines(String name) {
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /// The line that was read last, from 1.
    public final int number() {
        return number;
    }

    /// Where an error is: `routes line 7`.
    public final String where(int line) {
        return name + " line " + line;
    }

    /// Reads the next line.
    ///
    /// @return null when it has no words
    /// @throws CommandException saying in which line what was expected
    public final @Nullable R next(String text) throws CommandException {
        number++;
        int comment = text.indexOf('#');
        String said = (comment < 0 ? text : text.substring(0, comment)).strip();
        return said.isEmpty() ? null : row(said);
    }

    /// The present line as a row.
    ///
    /// @param said its words, without the comment
    protected abstract R row(String said) throws CommandException;

    /// The words of the present line, whose errors name it.
    protected final Args args(String said) {
        var words = new ArrayList<String>();
        for (int from = 0; from < said.length(); ) {
            int end = endOfWord(said, from);
            words.add(said.substring(from, end));
            from = end;
            while (from < said.length() && Character.isWhitespace(said.charAt(from))) {
                from++;
            }
        }
        return new Args(where(number), words);
    }

    /// Where the word ends that begins here.
    protected static int endOfWord(String said, int from) {
        int end = from;
        while (end < said.length() && !Character.isWhitespace(said.charAt(end))) {
            end++;
        }
        return end;
    }
}
