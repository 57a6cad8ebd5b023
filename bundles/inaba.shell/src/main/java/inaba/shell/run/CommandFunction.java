package inaba.shell.run;

import inaba.api.manage.Args;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.shell.render.JsonRenderer;
import inaba.shell.render.Renderer;
import inaba.shell.render.TextRenderer;
import inaba.shell.text.Filter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command as a function of Gogo. `-j` among its words asks for JSON, `help` or `-h` alone for its usages.
final class CommandFunction implements Function {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFunction.class);
    private static final Set<String> HELP = Set.of("help", "-h", "--help");
    /// `log | grep help` looks for a word.
    private static final Set<String> FILTER_HELP = Set.of("--help");

    private final String name;
    private final Supplier<@Nullable Command> current;

    /// @param current the implementation that serves now, null when it just went
    CommandFunction(String name, Supplier<@Nullable Command> current) {
        this.name = name;
        this.current = current;
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) throws CommandException {
        var command = current.get();
        if (command == null) {
            throw CommandException.failed(name + ": its bundle has just gone");
        }
        var words = new ArrayList<>(arguments.stream().map(String::valueOf).toList());
        boolean json = words.removeIf("-j"::equals);
        var out = Process.Utils.current() == null
                ? System.out
                : Process.Utils.current().out();
        try (var call = call(session, words, out, json ? new JsonRenderer(out) : new TextRenderer(out))) {
            if (words.size() == 1 && (command instanceof Filter ? FILTER_HELP : HELP).contains(words.getFirst())) {
                help(command).forEach(call::print);
            } else {
                run(command, call);
            }
        }
        return null;
    }

    private void run(Command command, Invocation call) throws CommandException {
        try {
            command.run(call);
        } catch (CommandException e) {
            call.abandon();
            throw e;
        } catch (RuntimeException | LinkageError e) {
            call.abandon();
            LOG.error("{} threw", name, e);
            throw CommandException.failed(name + ": failed with " + e + "; the log says more");
        }
    }

    private Invocation call(CommandSession session, List<String> words, PrintStream out, Renderer renderer) {
        var args = new Args(name, words);
        return Session.of(session) instanceof Session ours
                ? new Invocation(args, renderer, out, ours.screen()::progress, ours.folder(), ours.run())
                : new Invocation(args, renderer, out, _ -> {}, Path.of(""), new Run());
    }

    /// How a command is used.
    static List<Line> help(Command command) {
        var usages = command.usages().stream()
                .map(usage -> Line.text((command.name() + ' ' + usage).strip()).bare("usage", usage))
                .toList();
        return List.of(Line.text(command.name() + ": " + command.summary())
                .bare("command", command.name())
                .bare("summary", command.summary())
                .children("usages", usages));
    }
}
