package inaba.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The table of results in `docs/tunnels.md`, between two marks.
final class TunnelTable {
    private final String peer;
    private final Map<Row, Map<Column, String>> cells = new LinkedHashMap<>();

    /// A mode with options, as after `tunnel add`.
    record Row(Mode mode, String options) {
        @Override
        public String toString() {
            return (mode.word() + " " + options).strip();
        }
    }

    /// What was asked.
    enum Column {
        SMALL("56 B"),
        MIDDLE("1,400 B"),
        LARGE("9,000 B"),
        STREAM("TCP 20 MB"),
        PATH_MTU("path MTU"),
        OTHER_KEY("other key"),
        OTHER_PEER("other peer"),
        NESTED("nested"),
        FLAP("flap");

        private final String title;

        Column(String title) {
            this.title = title;
        }
    }

    /// What is to hold.
    @FunctionalInterface
    interface Check {
        void run() throws IOException, InterruptedException;
    }

    /// @param peer what is at the other end
    TunnelTable(String peer, List<Row> rows) {
        this.peer = peer;
        rows.forEach(row -> cells.put(row, new EnumMap<>(Column.class)));
    }

    /// Notes whether it held; an error goes on.
    void hold(Row row, Column column, Check check) throws IOException, InterruptedException {
        note(row, column, "no");
        check.run();
        note(row, column, "yes");
    }

    /// The question makes no sense for the row.
    void none(Row row, Column column) {
        note(row, column, "–");
    }

    private void note(Row row, Column column, String result) {
        cells.computeIfAbsent(row, _ -> new EnumMap<>(Column.class)).put(column, result);
    }

    /// True when everything was asked.
    boolean isFull() {
        return cells.values().stream().allMatch(row -> row.size() == Column.values().length);
    }

    /// Writes the document anew where its table says something else.
    ///
    /// @return whether it was so
    boolean write(Path document) throws IOException {
        return new MarkedPart(document, "TunnelMatrixTest").write(toString());
    }

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        lines.add("| mode | over | inside | peer | "
                + List.of(Column.values()).stream().map(each -> each.title).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---".repeat(4 + Column.values().length) + "|");
        cells.forEach((row, results) -> lines.add("| `%s` | IPv%d | %s | %s | %s |"
                .formatted(
                        row,
                        row.mode().outer(),
                        row.mode().inner().stream()
                                .map(family -> "IPv" + family)
                                .collect(Collectors.joining(", ")),
                        peer,
                        String.join(" | ", results.values()))));
        return String.join("\n", lines) + "\n";
    }
}
