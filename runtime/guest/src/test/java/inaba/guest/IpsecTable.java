package inaba.guest;

import inaba.guest.IpsecCell.Row;
import inaba.guest.IpsecCell.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The table of the matrix in `docs/ipsec.md`: who was at the other end of each cell.
final class IpsecTable {
    /// No kernel has these: RFC 8750 prints no vectors either.
    private static final String OURSELVES = "engines";
    /// What `ScapyTest` has in all modes and families.
    private static final Set<String> SCAPY = Set.of(
            "ESP rfc4106(gcm(aes)) 128/128",
            "ESP rfc4106(gcm(aes)) 128/128, ESN",
            "ESP rfc7539esp(chacha20,poly1305) 256/128",
            "ESP cbc(aes) 128, hmac(sha1)",
            "ESP cbc(aes) 128, hmac(sha256)",
            "ESP cbc(aes) 128, hmac(sha384)",
            "ESP cbc(aes) 128, hmac(sha512)",
            "ESP cbc(aes) 128, cmac(aes)",
            "AH hmac(sha1)",
            "AH hmac(sha256)",
            "AH hmac(sha256), ESN",
            "AH hmac(sha384)",
            "AH hmac(sha512)",
            "AH cmac(aes)");

    private final Map<Row, Set<Shape>> held = new LinkedHashMap<>();

    IpsecTable() {
        IpsecCell.rows().forEach(row -> held.put(row, EnumSet.noneOf(Shape.class)));
    }

    void held(IpsecCell cell) {
        held.computeIfAbsent(cell.row(), _ -> EnumSet.noneOf(Shape.class)).add(cell.shape());
    }

    /// True when every cell that Linux has was asked, and held.
    boolean isFull() {
        return held.entrySet().stream()
                .allMatch(row -> !row.getKey().linux() || row.getValue().size() == Shape.values().length);
    }

    /// As [MarkedPart#write].
    boolean write(Path document) throws IOException {
        return new MarkedPart(document, "IpsecMatrixTest").write(toString());
    }

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        lines.add("| transforms | algorithms | "
                + Arrays.stream(Shape.values()).map(shape -> shape.title).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---".repeat(2 + Shape.values().length) + "|");
        held.forEach((row, shapes) -> lines.add("| %s | `%s` | %s |"
                .formatted(row.protocols(), row.algorithms(), String.join(" | ", cells(row, shapes)))));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> cells(Row row, Set<Shape> shapes) {
        var held = SCAPY.contains(row.toString()) ? "Linux, scapy" : "Linux";
        return Arrays.stream(Shape.values())
                .map(shape -> !row.linux() ? OURSELVES : shapes.contains(shape) ? held : "no")
                .toList();
    }
}
