package inaba.route.core;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow;
import inaba.wire.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads routes from lines in the words of `route6 add`, with `#` comments.
///
/// Most lines of a large file say the same behind their prefix: what these words mean is remembered, and such routes
/// share their next hops.
public final class RouteLines {
    private static final int MOST_KNOWN = 1024;

    private final String name;
    private final Scene scene;
    private final Map<String, RouteRow> known = new HashMap<>();
    private int number;

    /// @param name of the file, for errors
    /// @param scene learns of the routes, so that a later line may name a gateway on an earlier one's prefix
    public RouteLines(String name, Scene scene) {
        this.name = name;
        this.scene = scene;
    }

    /// The line that was read last, from 1.
    public int number() {
        return number;
    }

    /// Where an error is: `routes line 7`.
    public String where(int line) {
        return name + " line " + line;
    }

    /// Reads the next line.
    ///
    /// @return null when it has no words
    /// @throws CommandException saying in which line what was expected
    public @Nullable RouteRow next(String text) throws CommandException {
        number++;
        int comment = text.indexOf('#');
        String said = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (said.isEmpty()) {
            return null;
        }
        int end = endOfWord(said);
        String behind = said.substring(end);
        var alike = known.get(behind);
        var prefix = prefix(said.substring(0, end));
        var row = alike == null || prefix == null ? parse(said) : alike.withDestination(prefix);
        know(row);
        if (prefix != null && known.size() < MOST_KNOWN) {
            known.putIfAbsent(behind, row);
        }
        return row;
    }

    private RouteRow parse(String said) throws CommandException {
        var args = new Args(where(number), List.of(said.split("\\s+")));
        return RouteWords.parseNew(args, scene).row(scene, args);
    }

    /// Null where it is no prefix that can be routed to, which [#parse] tells.
    private @Nullable Prefix prefix(String word) {
        try {
            var prefix = scene.family().parsePrefix(word);
            return RouteWords.isRoutable(prefix, scene.family()) ? prefix : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void know(RouteRow row) {
        for (var hop : row.nextHops()) {
            if (hop.via() == null) {
                scene.know(row);
                known.keySet().removeIf(words -> words.contains("via")); // its gateway may be on another link now
                return;
            }
        }
    }

    private static int endOfWord(String said) {
        int end = 0;
        while (end < said.length() && !Character.isWhitespace(said.charAt(end))) {
            end++;
        }
        return end;
    }
}
