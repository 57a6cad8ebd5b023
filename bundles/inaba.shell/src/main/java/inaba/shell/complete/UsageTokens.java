package inaba.shell.complete;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words, brackets, bars and dots of a usage.
final class UsageTokens {
    private static final Pattern TOKEN =
            Pattern.compile("[\\[\\]()]|\\.\\.\\.|\\|(?=\\s)|(?:(?!\\.\\.\\.)[^\\s\\[\\]()])+");

    private final List<String> tokens;
    private int at;

    UsageTokens(String usage) {
        tokens = TOKEN.matcher(usage.replace('{', '(').replace('}', ')'))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    boolean at(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }

    boolean accept(String token) {
        if (!at(token)) {
            return false;
        }
        at++;
        return true;
    }

    String next() {
        return tokens.get(at++);
    }

    /// Neither the end, nor a closing bracket, nor a bar.
    boolean inSequence() {
        return at < tokens.size() && !at("]") && !at(")") && !at("|");
    }

    /// Takes `[word]` at the very beginning, and gives the word; null when the usage begins with anything else.
    @Nullable
    String leadingVerb() {
        if (tokens.size() < 3
                || !tokens.getFirst().equals("[")
                || !tokens.get(1).matches("[a-z]+")
                || !tokens.get(2).equals("]")) {
            return null;
        }
        at = 3;
        return tokens.get(1);
    }
}
