package inaba.launcher;

/// The appliance cannot start; the message is one clear line for a person.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Exit code of a command that failed.
    public static final int FAILED = 1;
    /// Exit code of wrong usage.
    public static final int USAGE = 2;

    private final int exitCode;
    private final String line;

    private StartException(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
        this.line = line;
    }

    static StartException failed(String line) {
        return new StartException(FAILED, line);
    }

    static StartException usage(String line) {
        return new StartException(USAGE, line);
    }

    @Override
    public String getMessage() {
        return line;
    }

    /// What the process exits with: 1 or 2.
    public int exitCode() {
        return exitCode;
    }
}
