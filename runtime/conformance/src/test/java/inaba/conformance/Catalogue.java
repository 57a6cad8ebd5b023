package inaba.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The requirements of every RFC that has a file in `docs/clauses`.
record Catalogue(Map<Integer, List<Requirement>> byRfc) {

    static Catalogue read(Path folder) throws IOException {
        var byRfc = new TreeMap<Integer, List<Requirement>>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(one -> one.toString().endsWith(".tsv")).toList()) {
                var rfc = Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
                byRfc.put(rfc, requirements(rfc, file));
            }
        }
        return new Catalogue(byRfc);
    }

    /// Whether the RFC that a clause names has a file here.
    boolean hasRfcOf(String clause) {
        return byRfc.keySet().stream().anyMatch(rfc -> clause.startsWith("RFC " + rfc + " "));
    }

    List<Requirement> all() {
        return byRfc.values().stream().flatMap(List::stream).toList();
    }

    private static List<Requirement> requirements(int rfc, Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> Requirement.parse(rfc, line))
                .toList();
    }
}
