package inaba.shell.run;

import inaba.api.manage.CommandException;
import inaba.shell.line.Script;
import inaba.shell.line.Script.Pipeline;
import inaba.shell.run.Run.Step;
import inaba.shell.text.Filter;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/// One person at the shell: runs lines one after the other. Only [#cancel] may be called from other threads.
///
/// Gogo gives the pipes, the threads and its own functions; a line reaches it as `inaba_stage 0 | inaba_stage 1`, so
/// its parser never sees a word that somebody typed.
public final class Session implements AutoCloseable {
    private static final String SELF = "inaba_session";
    private static final String STAGE = "inaba_stage";
    private static final List<Object> ASKS = List.of("--help");
    private static final String GOGO_NAMES = ".commands";

    private final Commands commands;
    private final CommandProcessor processor;
    private final Screen screen;
    private final PrintStream err;
    private final Path folder;
    private CommandSession gogo;
    private volatile Run run = new Run();
    private boolean awaited;

    /// @param folder where the person is: files are named from there
    public Session(Commands commands, CommandProcessor processor, Screen screen, Path folder) {
        this.commands = commands;
        this.processor = processor;
        this.screen = screen;
        this.err = new PrintStream(screen.err(), true, StandardCharsets.UTF_8);
        this.folder = folder;
        this.gogo = open();
    }

    private CommandSession open() {
        var opened = processor.createSession(
                InputStream.nullInputStream(),
                new PrintStream(screen.out(), true, StandardCharsets.UTF_8),
                new PrintStream(screen.err(), true, StandardCharsets.UTF_8));
        opened.put(SELF, this);
        opened.put(STAGE, (Function) this::stage);
        opened.currentDir(folder.toAbsolutePath());
        return opened;
    }

    /// The session in which a function of Gogo was called, or null when it is none of ours.
    static @Nullable Session of(CommandSession gogo) {
        return gogo.get(SELF) instanceof Session session ? session : null;
    }

    Screen screen() {
        return screen;
    }

    Path folder() {
        return folder;
    }

    /// The line that runs now, or ran last.
    Run run() {
        return run;
    }

    /// Runs a line, or several; one that fails does not stop those behind it.
    ///
    /// @return 0 done, 1 a command failed, 2 wrong usage: that of the first failure
    public int line(String text) {
        try {
            return run(Script.parse(text));
        } catch (CommandException e) {
            return complain(e);
        }
    }

    /// Runs one command; the words are taken as they are.
    public int words(List<String> words) {
        try {
            return run(Script.of(words));
        } catch (CommandException e) {
            return complain(e);
        }
    }

    private int complain(CommandException e) {
        err.println(e.getMessage());
        return e.exitCode();
    }

    /// From here on [#cancel] means the line that is run next: it may come before that has begun.
    public void awaitLine() {
        run = new Run();
        awaited = true;
    }

    /// Asks the line that runs to end; asked again, interrupts it.
    public void cancel() {
        run.cancel();
    }

    private int run(Script script) {
        var line = awaited ? run : new Run();
        awaited = false;
        run = line;
        for (var pipeline : script.pipelines()) {
            if (!line.cancelled()) {
                run(pipeline, line);
            }
        }
        if (line.interrupted()) {
            gogo.close();
            gogo = open();
        }
        return line.code();
    }

    private void run(Pipeline pipeline, Run line) {
        try {
            line.steps(steps(pipeline));
            var program = IntStream.range(0, pipeline.stages().size())
                    .mapToObj(index -> STAGE + ' ' + index)
                    .collect(Collectors.joining(" | "));
            var result = gogo.execute(program);
            if (result != null) {
                gogo.getConsole().println(gogo.format(result, Converter.INSPECT));
            }
        } catch (CommandException e) {
            line.failed(complain(e));
        } catch (InterruptedException e) {
            // This thread only waits. What it waits for is told to end, and then made to, before the next line.
            line.cancel();
            line.cancel();
            line.failed(1);
        } catch (Exception e) {
            // Gogo's signature; what a stage throws is caught there, so this is Gogo itself.
            err.println("gogo: " + e);
            line.failed(1);
        }
    }

    private List<Step> steps(Pipeline pipeline) throws CommandException {
        var steps = new ArrayList<Step>();
        for (var stage : pipeline.stages()) {
            var step = step(stage.words());
            if (steps.isEmpty()
                    && commands.find(step.name()) instanceof Filter
                    && !step.arguments().equals(ASKS)) {
                throw CommandException.usage(step.name() + " reads what stands before it in a pipe: COMMAND | "
                        + step.name() + "; see: help " + step.name());
            }
            steps.add(step);
        }
        return steps;
    }

    /// As in iproute2, `-j` may stand before the command.
    private Step step(List<String> words) throws CommandException {
        boolean json = words.getFirst().equals("-j");
        if (json && words.size() == 1) {
            throw CommandException.usage("expected a command after -j");
        }
        var name = words.get(json ? 1 : 0);
        var function = function(name);
        if (function == null) {
            throw commands.missing(name, names());
        }
        var arguments = new ArrayList<Object>(words.subList(json ? 2 : 1, words.size()));
        if (json) {
            arguments.addFirst("-j");
        }
        return new Step(name, function, arguments);
    }

    private @Nullable Function function(String name) {
        if (commands.find(name) != null) {
            return commands.function(name);
        }
        return gogo.get(name.indexOf(':') > 0 ? name : "*:" + name) instanceof Function function ? function : null;
    }

    /// All names that can be typed: our commands, and Gogo's functions without their scope.
    public Set<String> names() {
        var names = new TreeSet<>(commands.names());
        if (gogo.get(GOGO_NAMES) instanceof Set<?> all) {
            all.stream()
                    .map(Object::toString)
                    .filter(name -> gogo.get(name) instanceof Function) // it keeps names of what has gone
                    .forEach(name -> names.add(name.substring(name.indexOf(':') + 1)));
        }
        return names;
    }

    /// The one function that Gogo is asked to call: it runs a stage of the present pipeline, and takes what it throws.
    private @Nullable Object stage(CommandSession session, List<Object> arguments) {
        var line = run;
        var step = line.step(Integer.parseInt(arguments.getFirst().toString()));
        line.enter();
        try {
            var result = step.function().execute(session, new ArrayList<>(step.arguments()));
            if (Boolean.FALSE.equals(result)) {
                line.failed(1); // so says Gogo's own
            }
            return result instanceof Boolean ? null : result;
        } catch (CommandException e) {
            if (e.getMessage() instanceof String why && !why.isEmpty()) { // grep finds nothing in silence
                Process.Utils.current().err().println(why);
            }
            line.failed(e.exitCode());
        } catch (InterruptedException e) {
            line.failed(1);
        } catch (Exception e) {
            // Gogo's signature. It and its functions throw this exception for arguments that do not fit.
            Process.Utils.current().err().println(step.name() + ": " + e.getMessage());
            line.failed(e instanceof IllegalArgumentException ? 2 : 1);
        } finally {
            line.leave();
        }
        return null;
    }

    @Override
    public void close() {
        run.cancel();
        gogo.close();
    }
}
