package inaba.linux;

import java.io.IOException;

/// A system call failed, or a device cannot be had; the message is one sentence that a person can act on.
public final class LinuxException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /// @param what the call and its object: `bind to eth1`
    public LinuxException(String what, int errno) {
        super(what + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /// A refusal of our own.
    public LinuxException(String message) {
        super(message);
        this.errno = 0;
    }

    /// The kernel's number (see [Errno]), or 0 when it was not the kernel that refused.
    public int errno() {
        return errno;
    }
}
