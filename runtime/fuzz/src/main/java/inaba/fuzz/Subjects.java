package inaba.fuzz;

import inaba.hostile.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// The targets by name.
final class Subjects {
    private static final SequencedMap<String, Supplier<Subject>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("views", Views::new);
        ALL.put("text", () -> Parsers.TEXT);
        ALL.put("filter", () -> Parsers.FILTER);
        ALL.put("line", () -> Parsers.LINE);
        ALL.put("attach", () -> Parsers.ATTACH);
        ALL.put("jar", () -> Parsers.JAR);
        ALL.put("manifest", () -> Parsers.MANIFEST);
        ALL.put("feature", () -> Parsers.FEATURE);
        ALL.put("args", () -> Parsers.ARGS);
        ALL.put("command", Commands::new);
        ALL.put("netlink", () -> new KeyInterfaces(true));
        ALL.put("pfkey", () -> new KeyInterfaces(false));
        ALL.put("node:host", () -> new Nodes(Target::host));
        ALL.put("node:router", () -> new Nodes(Target::router));
        ALL.put("node:gateway", () -> new Nodes(Gateways::of));
    }

    private Subjects() {}

    static Map<String, Supplier<Subject>> all() {
        return ALL;
    }

    /// @throws IllegalArgumentException when there is none of this name
    static Subject named(String name) {
        var made = ALL.get(name);
        if (made == null) {
            throw new IllegalArgumentException("no target '" + name + "': one of " + String.join(", ", ALL.keySet()));
        }
        return made.get();
    }
}
