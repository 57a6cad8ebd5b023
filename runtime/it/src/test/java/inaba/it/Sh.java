package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Commands given to an appliance through its socket, as `inaba sh` does.
final class Sh {
    private final Path socket;

    private Sh(Path socket) {
        this.socket = socket;
    }

    /// What a command answered.
    record Answer(int code, String out, String err) {}

    /// Waits until the appliance answers.
    static Sh of(Path state) throws InterruptedException {
        var sh = new Sh(state.resolve(Frame.SOCKET));
        TestAppliance.await("the socket answers", Duration.ofSeconds(20), sh::answers);
        return sh;
    }

    boolean answers() {
        try {
            return run("help").code == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// @param words a command and its arguments; a single word is a line
    Answer run(String... words) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var type = words.length > 1 ? Type.WORDS : Type.LINE;
            new Request(type, "/", List.of(words)).frame().write(channel);
            return answer(new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(DataInputStream in) throws IOException {
        var out = new StringBuilder();
        var err = new StringBuilder();
        for (var frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
            switch (frame.type()) {
                case OUT -> out.append(frame.text());
                case ERR -> err.append(frame.text());
                case EXIT -> {
                    return new Answer(frame.number(0), out.toString(), err.toString());
                }
                default -> {}
            }
        }
        throw new IOException("the appliance went away after: " + out + err);
    }

    /// Runs a command that must succeed.
    ///
    /// @return what it printed
    String done(String... words) {
        var answer = run(words);
        assertEquals(0, answer.code, () -> String.join(" ", words) + ": " + answer.out + answer.err);
        return answer.out;
    }
}
