package inaba.bench;

import java.util.Locale;

/// JSON objects (RFC 8259) of text and numbers.
public final class Json {
    private Json() {}

    /// @param pairs names and values in turn; numbers are written as such, all else as text
    public static String object(Object... pairs) {
        var text = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ", ")
                    .append(quoted(pairs[i]))
                    .append(": ")
                    .append(value(pairs[i + 1]));
        }
        return text.append('}').toString();
    }

    private static String value(Object value) {
        return switch (value) {
            case Double d when Double.isFinite(d) -> String.format(Locale.ROOT, "%.4f", d);
            case Integer i -> i.toString();
            case Long l -> l.toString();
            default -> quoted(value);
        };
    }

    private static String quoted(Object value) {
        var text = new StringBuilder("\"");
        value.toString().chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
