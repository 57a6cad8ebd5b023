package inaba.config;

import inaba.api.manage.Command;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// The configuration of all commands, in the order in which it can be made again.
final class Configuration {
    /// Characters that mean something to the shell, and blanks.
    private static final String SPECIAL = "|;'\"\\ \t\n";

    private Configuration() {}

    /// On the control loop.
    ///
    /// @param commands of two with one name, as during an update, the first counts
    static List<String> of(Collection<Command> commands) {
        var byName = new HashMap<String, Command>();
        commands.forEach(command -> byName.putIfAbsent(command.name(), command));
        return byName.values().stream()
                .sorted(Comparator.comparingInt(Command::configurationOrder).thenComparing(Command::name))
                .flatMap(command -> command.configuration().stream().map(line -> command.name() + ' ' + quoted(line)))
                .toList();
    }

    private static String quoted(String line) {
        return Arrays.stream(line.split(" ")).map(Configuration::word).collect(Collectors.joining(" "));
    }

    /// The word as the shell reads it back.
    private static String word(String word) {
        boolean plain = !word.startsWith("#") && word.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
        return plain ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}
