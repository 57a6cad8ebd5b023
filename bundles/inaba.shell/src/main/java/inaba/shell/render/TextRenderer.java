package inaba.shell.render;

import inaba.api.manage.Line;
import inaba.api.manage.Line.Field;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Text in iproute2's manner: fields in a row, children indented by four; lines of columns are held back to be aligned.
public final class TextRenderer implements Renderer {
    private static final String INDENT = "    ";
    /// Rows of a table that are held back at most: a longer one is shown in parts.
    private static final int HELD_ROWS = 1_000;

    private final PrintStream out;
    private final List<Line> held = new ArrayList<>();

    public TextRenderer(PrintStream out) {
        this.out = out;
    }

    @Override
    public void print(Line line) {
        if (line.isColumns()) {
            held.add(line);
            if (held.size() >= HELD_ROWS) {
                flush();
            }
        } else {
            flush();
            out.print(text(line, ""));
        }
    }

    @Override
    public void flush() {
        if (!held.isEmpty()) {
            out.print(new Columns(held).text());
            held.clear();
        }
    }

    @Override
    public void close() {
        flush();
        out.flush();
    }

    /// A line and those below it, each ended.
    static String text(Line line, String indent) {
        var text = line.asText();
        var row = text != null
                ? text
                : line.fields().stream().map(TextRenderer::field).collect(Collectors.joining(" "));
        return indent + row.replace("\n", "\n" + indent) + '\n' + children(line, indent + INDENT);
    }

    static String children(Line line, String indent) {
        return line.children().stream()
                .flatMap(below -> below.lines().stream())
                .map(child -> text(child, indent))
                .collect(Collectors.joining());
    }

    private static String field(Field field) {
        return switch (field.look()) {
            case BARE -> value(field);
            case KEYED -> field.name() + ' ' + value(field);
            case FLAG -> field.name();
        };
    }

    /// A value as text; the elements of a list stand side by side.
    static String value(Field field) {
        return field.value() instanceof Collection<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : field.value().toString();
    }

    static String indent() {
        return INDENT;
    }
}
