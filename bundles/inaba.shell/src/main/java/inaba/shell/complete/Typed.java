package inaba.shell.complete;

import inaba.shell.line.Lexer;
import inaba.shell.line.Lexer.Kind;
import inaba.shell.line.Script;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// The command at the cursor: its words up to there, the last of them maybe unfinished or empty.
///
/// @param first the command is the first of its pipeline
/// @param begin of the last word in the line
record Typed(String line, int cursor, List<String> words, boolean first, int begin) implements CompletingParsedLine {
    /// Reads lines as [Lexer] does, and asks for more where a quote is open.
    static final class Reader implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE) {
                var open = Lexer.read(line).open();
                if (open != null) {
                    throw new EOFError(-1, cursor, "open " + open, open.toString());
                }
            }
            return Typed.at(line, cursor);
        }
    }

    static Typed at(String line, int cursor) {
        var words = new ArrayList<String>();
        boolean first = true;
        int begin = cursor;
        int end = -1;
        for (var token : Lexer.read(line.substring(0, cursor)).tokens()) {
            if (token.kind() == Kind.WORD) {
                words.add(token.text());
                begin = token.start();
                end = token.end();
            } else {
                words.clear();
                first = token.kind() == Kind.END;
            }
        }
        if (words.isEmpty() || end < cursor) {
            words.add("");
            begin = cursor;
        }
        return new Typed(line, cursor, List.copyOf(words), first, begin);
    }

    @Override
    public String word() {
        return words.getLast();
    }

    @Override
    public int wordCursor() {
        return word().length();
    }

    @Override
    public int wordIndex() {
        return words.size() - 1;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return Script.quote(candidate.toString());
    }

    @Override
    public int rawWordCursor() {
        return cursor - begin;
    }

    @Override
    public int rawWordLength() {
        return cursor - begin;
    }
}
