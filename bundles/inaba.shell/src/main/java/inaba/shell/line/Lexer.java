package inaba.shell.line;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts text into words and operators.
///
/// Only blanks, `|`, `;`, the end of a line, quotes, `\` and a `#` at the start of a word mean anything; all else is
/// text. `'..'` keeps everything, `".."` keeps everything but `\"` and `\\`, and a `\` outside of quotes keeps the
/// character behind it. Parts without a blank between them make one word.
public final class Lexer {
    /// What a token is.
    public enum Kind {
        WORD,
        /// `|`
        PIPE,
        /// `;` or the end of a line.
        END
    }

    /// A word without its quotes, or an operator.
    ///
    /// @param start of the token in the text
    /// @param end behind the token
    public record Token(Kind kind, String text, int start, int end) {}

    /// The tokens, and what is open at the end of the text: a quote, a backslash, or null.
    public record Result(List<Token> tokens, @Nullable Character open) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private @Nullable Character open;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    public static Result read(String text) {
        var lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.token();
        }
        return new Result(List.copyOf(lexer.tokens), lexer.open);
    }

    private void token() {
        char c = text.charAt(at);
        switch (c) {
            case '|' -> operator(Kind.PIPE);
            case ';', '\n' -> operator(Kind.END);
            case '#' -> comment();
            default -> {
                if (Character.isWhitespace(c)) {
                    at++;
                } else {
                    word();
                }
            }
        }
    }

    private void operator(Kind kind) {
        tokens.add(new Token(kind, text.substring(at, at + 1), at, at + 1));
        at++;
    }

    private void comment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void word() {
        int start = at;
        var word = new StringBuilder();
        while (at < text.length() && !endsWord(text.charAt(at))) {
            char c = text.charAt(at++);
            switch (c) {
                case '\'' -> single(word);
                case '"' -> doubled(word);
                case '\\' -> escaped(word);
                default -> word.append(c);
            }
        }
        tokens.add(new Token(Kind.WORD, word.toString(), start, at));
    }

    private static boolean endsWord(char c) {
        return c == '|' || c == ';' || Character.isWhitespace(c);
    }

    private void single(StringBuilder word) {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            open = '\'';
            end = text.length();
        }
        word.append(text, at, end);
        at = Math.min(end + 1, text.length());
    }

    private void doubled(StringBuilder word) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
                c = text.charAt(at++);
            }
            word.append(c);
        }
        open = '"';
    }

    private void escaped(StringBuilder word) {
        if (at == text.length()) {
            open = '\\';
        } else if (text.charAt(at) == '\n') {
            at++; // a line that goes on
        } else {
            word.append(text.charAt(at++));
        }
    }
}
