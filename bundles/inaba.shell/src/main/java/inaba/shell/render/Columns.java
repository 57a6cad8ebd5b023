package inaba.shell.render;

import inaba.api.manage.Line;
import inaba.api.manage.Line.Look;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Rows below a heading, aligned: numbers to the right, all else to the left.
final class Columns {
    private static final String GAP = "  ";

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final List<Map<String, String>> cells = new ArrayList<>();
    private final List<Line> rows;

    Columns(List<Line> rows) {
        this.rows = List.copyOf(rows);
        this.rows.forEach(this::measure);
    }

    private void measure(Line row) {
        var texts = new HashMap<String, String>();
        for (var field : row.fields()) {
            var cell = field.look() == Look.FLAG ? "yes" : TextRenderer.value(field);
            var column = columns.computeIfAbsent(field.name(), Column::new);
            column.width = Math.max(column.width, cell.length());
            column.numbers &= field.value() instanceof Number;
            texts.put(field.name(), cell);
        }
        cells.add(texts);
    }

    String text() {
        var text = new StringBuilder();
        line(
                text,
                columns.keySet().stream()
                        .collect(HashMap::new, (all, name) -> all.put(name, heading(name)), HashMap::putAll));
        for (int i = 0; i < cells.size(); i++) {
            line(text, cells.get(i));
            text.append(TextRenderer.children(rows.get(i), TextRenderer.indent()));
        }
        return text.toString();
    }

    private void line(StringBuilder text, Map<String, String> row) {
        var line = new StringBuilder();
        for (var column : columns.values()) {
            var cell = row.getOrDefault(column.name, "");
            var blanks = " ".repeat(column.width - cell.length());
            line.append(line.isEmpty() ? "" : GAP).append(column.numbers ? blanks + cell : cell + blanks);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String heading(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static final class Column {
        private final String name;
        private int width;
        private boolean numbers = true;

        Column(String name) {
            this.name = name;
            this.width = name.length();
        }
    }
}
