package inaba.shell.text;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.Process;

/// A command that reads the lines which the stage before it prints; under `-j` what it prints is an array of them.
public sealed interface Filter extends Command permits Ends, Grep, Sort, WordCount {
    /// All of them.
    static List<Filter> all() {
        return List.of(new Ends("head"), new Ends("tail"), new Grep(), new Sort(), new WordCount());
    }

    /// @param lines of the stage before
    void run(Call call, Options options, BufferedReader lines) throws CommandException, IOException;

    /// What [Options] takes: a letter each, with a colon behind those that have a value.
    String letters();

    @Override
    default void run(Call call) throws CommandException {
        var options = Options.of(call.args(), letters());
        var in = Process.Utils.current().in();
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            run(call, options, lines);
        } catch (IOException e) {
            throw call.args().failed("cannot read what comes in: " + e.getMessage());
        }
    }

    /// A line as it came.
    static Line line(String text) {
        return Line.text(text).bare("line", text);
    }
}
