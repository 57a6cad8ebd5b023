package inaba.shell.serve;

import inaba.shell.attach.Frame.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingPumpInputStream;
import org.jline.utils.NonBlockingReader;

/// The terminal of a client: raw there, its line discipline is here.
///
/// Who tells it what was typed does not wait while a command runs, and so notices Ctrl-C, and that the client is gone:
/// JLine's own pipe holds 1,024 bytes, this one a thousand lines.
final class ClientTerminal extends LineDisciplineTerminal {
    private static final int TYPED_AHEAD = 1 << 16;
    private static final Set<Signal> FLUSHING = EnumSet.of(Signal.INT, Signal.QUIT, Signal.TSTP);

    private final NonBlockingPumpInputStream typed = NonBlocking.nonBlockingPumpInputStream(TYPED_AHEAD);
    private final NonBlockingReader reader = NonBlocking.nonBlocking(getName(), typed, StandardCharsets.UTF_8);

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

    @Override
    public InputStream input() {
        return typed;
    }

    @Override
    public NonBlockingReader reader() {
        return reader;
    }

    /// @return whether something is echoed
    @Override
    protected boolean doProcessInputByte(int c) throws IOException {
        boolean echoed = super.doProcessInputByte(c);
        while (slaveInput.available() > 0) {
            typed.getOutputStream().write(slaveInput.read());
        }
        typed.getOutputStream().flush();
        return echoed;
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
        synchronized (typed) { // so nobody else takes what is available: reading does not wait
            try {
                while (typed.available() > 0) {
                    typed.read();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Shows no `^C`: it would come after what the command still shows.
    @Override
    protected void echoSignal(Signal signal) {}

    @Override
    protected void doClose() throws IOException {
        typed.close();
        super.doClose();
    }
}
