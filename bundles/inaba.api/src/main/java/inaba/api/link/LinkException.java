package inaba.api.link;

/// A device could not be opened or changed; the message says why and what to do.
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1;

    public LinkException(String message) {
        super(message);
    }

    public LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
