package inaba.deploy.bundle;

import java.io.Serial;

/// A bundle could not be changed; the message says why and what serves now.
public final class DeployException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public DeployException(String message) {
        super(message);
    }

    public DeployException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The innermost cause, in one line: that is what a person can act on.
    static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause).lines().findFirst().orElse("");
    }
}
