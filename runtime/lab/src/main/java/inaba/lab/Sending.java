package inaba.lab;

import java.io.IOException;

/// Frames being sent until it is closed.
public interface Sending extends AutoCloseable {
    /// Frames that the device has taken, or [#UNKNOWN].
    long sent();

    long UNKNOWN = -1;

    @Override
    void close() throws IOException;
}
