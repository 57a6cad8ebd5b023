package inaba.api.manage;

/// A command that failed (exit code 1) or was called wrongly (exit code 2). The message is for the person: what was
/// expected.
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean usage;

    private CommandException(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    /// The command was understood and could not be done.
    public static CommandException failed(String message) {
        return new CommandException(message, false);
    }

    /// The words make no command.
    public static CommandException usage(String message) {
        return new CommandException(message, true);
    }

    public int exitCode() {
        return usage ? 2 : 1;
    }
}
