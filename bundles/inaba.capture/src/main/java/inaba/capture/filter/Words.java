package inaba.capture.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of an expression, read from left to right. Parentheses and `!` are words of their own.
final class Words {
    private final String expression;
    private final List<Word> words = new ArrayList<>();
    private int at;

    /// @param position of the first character, from 1
    private record Word(String text, int position) {}

    Words(String expression) {
        this.expression = expression;
        for (int i = 0; i < expression.length(); ) {
            int end = end(i);
            if (!Character.isWhitespace(expression.charAt(i))) {
                words.add(new Word(expression.substring(i, end), i + 1));
            }
            i = end;
        }
    }

    private int end(int from) {
        int end = from + 1;
        if (!inWord(expression.charAt(from))) {
            return end;
        }
        while (end < expression.length() && inWord(expression.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean inWord(char c) {
        return !Character.isWhitespace(c) && c != '(' && c != ')' && c != '!';
    }

    boolean hasNext() {
        return at < words.size();
    }

    @Nullable
    String peek() {
        return hasNext() ? words.get(at).text : null;
    }

    /// Takes the next word when it is one of these.
    @Nullable
    String accept(String... choices) {
        for (String choice : choices) {
            if (choice.equals(peek())) {
                at++;
                return choice;
            }
        }
        return null;
    }

    String next(String expected) {
        var word = peek();
        if (word == null) {
            throw expected(expected);
        }
        at++;
        return word;
    }

    /// Takes and parses the next word.
    <T> T next(String expected, Reader<T> reader) {
        var word = next(expected);
        try {
            return reader.read(word);
        } catch (IllegalArgumentException wrong) {
            at--;
            throw new IllegalArgumentException(expected(expected).getMessage() + ": " + wrong.getMessage(), wrong);
        }
    }

    /// What to say when something else should stand here.
    IllegalArgumentException expected(String what) {
        var found = hasNext()
                ? "not \"" + words.get(at).text + "\", at position " + words.get(at).position
                : "at the end, position " + (expression.length() + 1);
        return new IllegalArgumentException("expected " + what + ", " + found);
    }

    /// Makes a value of a word.
    @FunctionalInterface
    interface Reader<T> {
        /// @throws IllegalArgumentException saying what is wrong
        T read(String word);
    }
}
