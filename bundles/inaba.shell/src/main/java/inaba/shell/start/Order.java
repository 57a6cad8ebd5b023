package inaba.shell.start;

import inaba.shell.run.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command to run at start.
///
/// @param where it comes from, for the message when it fails: `router.conf:3`
/// @param words of the command, or null
/// @param line of shell, or null
record Order(
        String where,
        @Nullable List<String> words,
        @Nullable String line) {
    static Order words(String where, String... words) {
        return new Order(where, List.of(words), null);
    }

    static Order line(String where, String line) {
        return new Order(where, null, line);
    }

    /// What the command complained of; who typed an option did not type the command that stands for it.
    String plain(String complaint) {
        var name = words == null ? "" : words.getFirst() + ": ";
        return complaint.startsWith(name) ? complaint.substring(name.length()) : complaint;
    }

    int run(Session session) {
        return words != null ? session.words(words) : session.line(line == null ? "" : line);
    }
}
