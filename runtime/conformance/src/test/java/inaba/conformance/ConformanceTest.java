package inaba.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the catalogue of clauses, the tests and `docs/conformance.md` against one another.
class ConformanceTest {
    private static final Path HOME =
            Path.of(System.getProperty("inaba.home", "../..")).toAbsolutePath().normalize();

    private static Catalogue catalogue = new Catalogue(java.util.Map.of());
    private static ClauseTests tests = new ClauseTests(java.util.Map.of());

    @BeforeAll
    static void read() throws IOException {
        catalogue = Catalogue.read(HOME.resolve("docs/clauses"));
        tests = ClauseTests.scan(HOME);
    }

    @Test
    void aClauseStandsOnce() {
        var seen = new HashSet<String>();
        var twice = catalogue.all().stream()
                .map(Requirement::clause)
                .filter(clause -> !seen.add(clause))
                .toList();
        assertEquals(List.of(), twice, "in docs/clauses more than once");
    }

    @Test
    void aTestNamesOnlyClausesOfTheCatalogue() {
        var known = catalogue.all().stream().map(Requirement::clause).toList();
        var unknown = tests.byClause().entrySet().stream()
                .filter(each -> catalogue.hasRfcOf(each.getKey()) && !known.contains(each.getKey()))
                .map(each -> each.getKey() + " in " + each.getValue().first())
                .toList();
        assertEquals(List.of(), unknown, "not in docs/clauses");
    }

    @Test
    void aRequirementHasATestOrTheReasonWhyNot() {
        var open = catalogue.all().stream()
                .filter(one -> one.note().isEmpty() && tests.of(one).isEmpty())
                .map(one -> one.clause() + " " + one.text())
                .toList();
        assertEquals(List.of(), open, "neither a test nor a note");
    }

    /// Writes the document anew where it is stale, so that only a commit is missing.
    @Test
    void theDocumentSaysWhatTheTestsCover() throws IOException {
        var file = HOME.resolve("docs/conformance.md");
        var right = Document.of(catalogue, tests);
        var present = Files.exists(file) ? Files.readString(file) : "";
        if (!present.equals(right)) {
            Files.writeString(file, right);
        }
        assertEquals(right, present, "docs/conformance.md was stale and has been written anew: commit it");
    }
}
