package inaba.shell.serve;

import inaba.shell.attach.Frame;
import java.io.IOException;

/// What a client wants done.
interface Work {
    /// Does it, on a thread of its own.
    ///
    /// @return the exit code
    int run();

    /// A further message of the client.
    void told(Frame frame) throws IOException;

    /// Asks [#run] to end; asked again, interrupts it. Any thread.
    void cancel();

    /// Takes messages to the client.
    interface Sender {
        void send(Frame frame) throws IOException;
    }
}
