package inaba.route.core;

import inaba.api.manage.CommandException;
import inaba.api.manage.FileLines;
import inaba.api.route.RouteRow;
import inaba.wire.Prefix;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads routes from lines in the words of `route6 add`, with `#` comments.
///
/// Most lines of a large file say the same behind their prefix: what these words mean is remembered, and such routes
/// share their next hops.
public final class RouteLines extends FileLines<RouteRow> {
    private static final int MOST_KNOWN = 1024;

    private final Scene scene;
    private final Map<String, RouteRow> known = new HashMap<>();

    /// @param name of the file, for errors
    /// @param scene learns of the routes, so that a later line may name a gateway on an earlier one's prefix
    public RouteLines(String name, Scene scene) {
        super(name);
        this.scene = scene;
    }

    @Override
    protected RouteRow row(String said) throws CommandException {
        int end = endOfWord(said, 0);
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
        var args = args(said);
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
}
