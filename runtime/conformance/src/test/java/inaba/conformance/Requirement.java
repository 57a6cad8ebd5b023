package inaba.conformance;

import java.util.List;
import java.util.Set;

/// One requirement of an RFC: a line of its catalogue.
///
/// @param rfc its number
/// @param key its section, with a letter where the section has several: `7.2.5b`
/// @param level the word of RFC 2119
/// @param role whom it binds: `host`, `router` or `node` (both)
/// @param text what is required, in a few words
/// @param note why no test covers it, or what to know; may be empty
record Requirement(int rfc, String key, String level, String role, String text, String note) {
    private static final Set<String> LEVELS = Set.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY");
    private static final Set<String> ROLES = Set.of("host", "router", "node");
    private static final int COLUMNS = 5;

    /// @throws IllegalArgumentException says which line of which file is wrong, and how
    static Requirement parse(int rfc, String line) {
        var fields = List.of(line.split("\t", -1));
        if (fields.size() != COLUMNS && fields.size() != COLUMNS - 1) {
            throw wrong(rfc, line, "expected key, level, role, text and note, separated by tabs");
        }
        if (!fields.get(0).matches("[0-9A-Z]+(\\.[0-9]+)*[a-z]*[0-9]*")) {
            throw wrong(rfc, line, "expected a key such as 7.2.5b");
        }
        if (!LEVELS.contains(fields.get(1))) {
            throw wrong(rfc, line, "expected a level, one of " + LEVELS);
        }
        if (!ROLES.contains(fields.get(2))) {
            throw wrong(rfc, line, "expected a role, one of " + ROLES);
        }
        var note = fields.size() == COLUMNS ? fields.get(COLUMNS - 1) : "";
        return new Requirement(rfc, fields.get(0), fields.get(1), fields.get(2), fields.get(3), note);
    }

    /// As [inaba.junit.Clause] names it.
    String clause() {
        return "RFC " + rfc + " §" + key;
    }

    private static IllegalArgumentException wrong(int rfc, String line, String how) {
        return new IllegalArgumentException("docs/clauses/rfc" + rfc + ".tsv: \"" + line + "\": " + how);
    }
}
