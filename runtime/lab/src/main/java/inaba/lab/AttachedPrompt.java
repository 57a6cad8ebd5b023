package inaba.lab;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Somebody at a prompt of a running appliance, attached through its socket, who measures how long answers take.
final class AttachedPrompt implements AutoCloseable {
    private static final String PROMPT = "inaba> ";
    private static final Pattern ESCAPES = Pattern.compile("\\e\\[[0-9;?]*[a-zA-Z]");

    private final SocketChannel channel;
    private final DataInputStream in;
    private final StringBuilder screen = new StringBuilder();

    private AttachedPrompt(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    /// Attaches, and waits for the first prompt.
    ///
    /// @param state the appliance's state folder
    static AttachedPrompt open(Path state) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(state.resolve(Frame.SOCKET)));
            var prompt = new AttachedPrompt(channel);
            new Request(Type.PROMPT, state.toString(), List.of("xterm", "200", "24"))
                    .frame()
                    .write(channel);
            prompt.awaitPrompt();
            return prompt;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Types a line, and waits until its answer and the next prompt are shown.
    Duration answer(String line) throws IOException {
        long began = System.nanoTime();
        Frame.text(Type.KEYS, line + '\r').write(channel);
        awaitPrompt();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void awaitPrompt() throws IOException {
        screen.setLength(0);
        while (screen.indexOf(PROMPT) < 0) {
            var frame = Frame.read(in);
            if (frame == null || frame.type() == Type.EXIT) {
                throw new IOException("the prompt is gone: " + screen);
            }
            if (frame.type() == Type.OUT) {
                screen.append(ESCAPES.matcher(frame.text()).replaceAll(""));
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
