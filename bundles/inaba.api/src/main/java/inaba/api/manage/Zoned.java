package inaba.api.manage;

import org.jspecify.annotations.Nullable;

/// What a word says, and the zone that was typed with it: `fe80::1%lan`, `fe80::1%lan/64` (RFC 4007 §11, §11.7).
///
/// @param zone see [LinkWords#device]; null without `%`
public record Zoned<T>(T value, @Nullable String zone) {
    /// @param parser reads the word without its zone
    /// @throws IllegalArgumentException when nothing stands behind the `%`, or the parser takes exception
    public static <T> Zoned<T> parse(String word, Args.Parser<T> parser) {
        int percent = word.indexOf('%');
        if (percent < 0) {
            return new Zoned<>(parser.parse(word), null);
        }
        int slash = word.indexOf('/', percent);
        int end = slash < 0 ? word.length() : slash;
        if (percent + 1 == end) {
            throw new IllegalArgumentException("no zone behind its '%'");
        }
        var bare = word.substring(0, percent) + word.substring(end);
        return new Zoned<>(parser.parse(bare), word.substring(percent + 1, end));
    }
}
