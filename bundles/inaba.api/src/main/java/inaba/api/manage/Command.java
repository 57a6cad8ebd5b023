package inaba.api.manage;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// A command of the shell. Registered as a service; the shell finds, completes, quotes, renders and helps.
@ConsumerType
public interface Command {
    /// The first word: `route6`.
    String name();

    /// One line for `help`, without a full stop.
    String summary();

    /// What may follow the name, a line each, in the words of the command-line contract:
    /// `add ADDR/LEN dev LINK [anycast] [preferred S]`. Lower case stands for itself, upper case for a value, `|`
    /// for a choice.
    /// Help and completion read it.
    List<String> usages();

    /// Runs the command on a thread of the shell. State of the stack is reached through the control loop.
    ///
    /// @throws CommandException when it failed, or was called wrongly
    void run(Call call) throws CommandException;

    /// Values that complete an upper-case word of [#usages] which the shell does not know itself
    /// (it knows LINK, ADDR, PREFIX, FILE, DRIVER:DEVICE, SLOT and bundle NAMEs).
    default List<String> complete(String word) {
        return List.of();
    }

    /// Commands, without the name, that make again what a person has configured here. On the control loop.
    default List<String> configuration() {
        return List.of();
    }

    /// The place of [#configuration] among the commands: links come at 10, addresses at 20, routes at 30, the rest at
    /// 50.
    default int configurationOrder() {
        return 50;
    }
}
