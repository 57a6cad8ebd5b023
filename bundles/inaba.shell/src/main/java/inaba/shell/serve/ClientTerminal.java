package inaba.shell.serve;

import inaba.shell.attach.Frame.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;

/// The terminal of a client: raw there, its line discipline is here.
final class ClientTerminal extends LineDisciplineTerminal {
    private static final Set<Signal> FLUSHING = EnumSet.of(Signal.INT, Signal.QUIT, Signal.TSTP);

    /// @param type as in TERM
    ClientTerminal(String type, Size size, Work.Sender sender) throws IOException {
        super(
                "inaba-sh",
                type,
                new BufferedOutputStream(new FrameStream(Type.OUT, sender)),
                StandardCharsets.UTF_8,
                SignalHandler.SIG_IGN);
        setSize(size);
    }

    /// What was typed before Ctrl-C and nobody has read yet is dropped, as without NOFLSH in termios(3). Else a line
    /// could run that Ctrl-C was pressed behind.
    @Override
    public void raise(Signal signal) {
        if (FLUSHING.contains(signal)) {
            dropTyped();
        }
        super.raise(signal);
    }

    private void dropTyped() {
        synchronized (slaveInput) { // so nobody else takes what is available: reading does not wait
            try {
                while (slaveInput.available() > 0) {
                    slaveInput.read();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Shows no `^C`: it would come after what the command still shows.
    @Override
    protected void echoSignal(Signal signal) {}
}
