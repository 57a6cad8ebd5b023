package inaba.shell.serve;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Request;
import inaba.shell.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;

/// A prompt: the client's terminal is raw, all editing happens here.
final class PromptWork implements Work {
    private final ClientTerminal terminal;
    private final Prompt prompt;

    /// @throws IOException when the request is none for a prompt
    PromptWork(Prompt.Setting setting, Request request, Sender sender) throws IOException {
        terminal = new ClientTerminal(request.words().getFirst(), size(request), sender);
        prompt = new Prompt(setting, terminal, Path.of(request.folder()));
    }

    private static Size size(Request request) throws IOException {
        try {
            return new Size(
                    Integer.parseInt(request.words().get(1)),
                    Integer.parseInt(request.words().get(2)));
        } catch (NumberFormatException e) {
            throw new IOException("a terminal's size must be two numbers", e);
        }
    }

    @Override
    public int run() {
        return prompt.serve();
    }

    @Override
    public void told(Frame frame) throws IOException {
        switch (frame.type()) {
            case KEYS -> terminal.processInputBytes(frame.payload());
            case SIZE -> {
                terminal.setSize(new Size(frame.number(0), frame.number(1)));
                terminal.raise(Signal.WINCH);
            }
            default -> throw new IOException("a client with a prompt cannot say " + frame.type());
        }
    }

    @Override
    public void cancel() {
        prompt.close();
    }
}
