package inaba.conformance;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The text of `docs/conformance.md`.
final class Document {
    private static final int NAMED_TESTS = 4;
    private static final String HEAD = """
            # Conformance, clause by clause

            Written by the tests from `docs/clauses` and from the annotation `@Clause` of each test: do not edit it. A requirement
            has the tests that check it, or the reason why none does.

            """;

    private final StringBuilder text = new StringBuilder(HEAD);
    private final ClauseTests tests;

    private Document(ClauseTests tests) {
        this.tests = tests;
    }

    static String of(Catalogue catalogue, ClauseTests tests) {
        var document = new Document(tests);
        document.summary(catalogue);
        catalogue.byRfc().forEach(document::table);
        return document.text.toString();
    }

    private void summary(Catalogue catalogue) {
        text.append("| RFC | requirements | tested | explained |\n|---|---|---|---|\n");
        catalogue.byRfc().forEach((rfc, requirements) -> {
            var tested = requirements.stream().filter(this::isTested).count();
            line(
                    "| [%d](#rfc-%d) | %d | %d | %d |",
                    rfc, rfc, requirements.size(), tested, requirements.size() - tested);
        });
    }

    private void table(int rfc, List<Requirement> requirements) {
        line("%n## RFC %d%n", rfc);
        text.append("| § | level | who | what | tests, or why not |\n|---|---|---|---|---|\n");
        for (var one : requirements) {
            line("| %s | %s | %s | %s | %s |", one.key(), one.level(), one.role(), cell(one.text()), evidence(one));
        }
    }

    private String evidence(Requirement one) {
        var names = tests.of(one);
        var listed = names.stream().limit(NAMED_TESTS).map(Document::shortName).collect(Collectors.joining(", "));
        var more = names.size() > NAMED_TESTS ? " and " + (names.size() - NAMED_TESTS) + " more" : "";
        var note = one.note().isEmpty() || names.isEmpty() ? cell(one.note()) : ". " + cell(one.note());
        return listed + more + note;
    }

    private boolean isTested(Requirement one) {
        return hasAny(tests.of(one));
    }

    private static boolean hasAny(Collection<String> names) {
        return !names.isEmpty();
    }

    private static String shortName(String test) {
        return "`" + test + "`";
    }

    private static String cell(String words) {
        return words.replace("|", "\\|");
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
