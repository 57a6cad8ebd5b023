package inaba.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// JSON objects (RFC 8259) of text and numbers.
final class Json {
    private Json() {}

    /// Numbers and truths are written as such, all else as text.
    static String object(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ": " + value(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(Object value) {
        return switch (value) {
            case Double d when Double.isFinite(d) -> String.format(Locale.ROOT, "%.4f", d);
            case Integer i -> i.toString();
            case Long l -> l.toString();
            case Boolean b -> b.toString();
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
