package inaba.shell.run;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import java.util.List;

/// `help`: the commands, or how one is used.
final class HelpCommand implements Command {
    private final Commands commands;

    HelpCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "list the commands, or show how one is used";
    }

    @Override
    public List<String> usages() {
        return List.of("[COMMAND]");
    }

    @Override
    public List<String> complete(String word) {
        return commands.names();
    }

    @Override
    public void run(Call call) throws CommandException {
        if (call.args().hasNext()) {
            one(call);
            return;
        }
        for (var name : commands.names()) {
            var command = commands.find(name);
            if (command != null) {
                call.print(Line.columns().bare("command", name).bare("summary", command.summary()));
            }
        }
    }

    private void one(Call call) throws CommandException {
        var name = call.args().next("a command");
        call.args().end();
        var command = commands.find(name);
        if (command == null) {
            throw commands.missing(name, commands.names());
        }
        CommandFunction.help(command).forEach(call::print);
    }
}
