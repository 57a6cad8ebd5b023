package inaba.shell.start;

import inaba.api.manage.CommandException;
import inaba.shell.line.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the appliance is told to be: the links of the command line, then a file, or what was saved, or the default; and
/// what its features say, unless that was saved with the rest.
///
/// A link of the command line takes the place of one with the same name in the file.
final class Orders {
    /// Where `config save` keeps the configuration, in the state folder.
    static final String SAVED = "config";

    /// Behind a device of the command line: as `link add` has it.
    private static final String FORCE = ",force";

    private static final String DEFAULT = "/inaba/shell/default.conf";

    private final List<Order> orders = new ArrayList<>();
    private final Set<String> linked = new HashSet<>();

    private Orders() {}

    /// @param links `NAME=DRIVER:DEVICE[,force]`, a line each
    /// @param config file of commands, or empty
    /// @param features commands of the features, a line each
    /// @param state the state folder
    static List<Order> read(String links, String config, String features, Path state) throws IOException {
        var orders = new Orders();
        links.lines().forEach(orders::link);
        var saved = state.resolve(SAVED);
        if (!config.isEmpty()) {
            orders.file(Path.of(config).getFileName().toString(), Files.readAllLines(Path.of(config)));
        } else if (Files.exists(saved)) {
            orders.file(saved.toString(), Files.readAllLines(saved));
            return orders.orders;
        } else if (links.isEmpty()) {
            orders.file("default.conf", defaults());
        }
        features.lines().forEach(line -> orders.orders.add(Order.line("feature: " + line, line)));
        return orders.orders;
    }

    private void link(String link) {
        int equals = link.indexOf('=');
        var name = link.substring(0, equals);
        linked.add(name);
        var device = link.substring(equals + 1);
        var where = "--link " + link;
        orders.add(
                device.endsWith(FORCE)
                        ? Order.words(where, "link", "add", name, cut(device), "force")
                        : Order.words(where, "link", "add", name, device));
    }

    private static String cut(String device) {
        return device.substring(0, device.length() - FORCE.length());
    }

    private void file(String name, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (!adds(line)) {
                orders.add(Order.line(name + ":" + (i + 1), line));
            }
        }
    }

    /// True for a line that adds a link which the command line has.
    private boolean adds(String line) {
        try {
            return Script.parse(line).pipelines().stream()
                    .map(pipeline -> pipeline.stages().getFirst().words())
                    .anyMatch(words -> words.size() > 2
                            && words.getFirst().equals("link")
                            && words.get(1).equals("add")
                            && linked.contains(words.get(2)));
        } catch (CommandException e) {
            return false; // said when the line is run
        }
    }

    private static List<String> defaults() throws IOException {
        try (var resource = Orders.class.getResourceAsStream(DEFAULT)) {
            if (resource == null) {
                throw new IOException(DEFAULT + " is missing in the bundle");
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
    }
}
