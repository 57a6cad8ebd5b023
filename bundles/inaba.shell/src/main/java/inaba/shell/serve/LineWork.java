package inaba.shell.serve;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import inaba.shell.prompt.Prompt;
import inaba.shell.run.Screen;
import inaba.shell.run.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line, or one command.
final class LineWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(LineWork.class);

    private final Request request;
    private final Session session;

    LineWork(Prompt.Setting setting, Request request, Sender sender) {
        this.request = request;
        session = new Session(
                setting.commands(), setting.processor(), new FrameScreen(sender), Path.of(request.folder()));
    }

    @Override
    public int run() {
        try (session) {
            return request.type() == Type.LINE
                    ? session.line(request.words().getFirst())
                    : session.words(request.words());
        }
    }

    @Override
    public void told(Frame frame) throws IOException {
        if (frame.type() != Type.CANCEL) {
            throw new IOException("a client that runs a line cannot say " + frame.type());
        }
        session.cancel();
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    private record FrameScreen(OutputStream out, OutputStream err, Sender sender) implements Screen {
        FrameScreen(Sender sender) {
            this(new FrameStream(Type.OUT, sender), new FrameStream(Type.ERR, sender), sender);
        }

        @Override
        public void progress(String text) {
            try {
                sender.send(Frame.text(Type.PROGRESS, text));
            } catch (IOException e) {
                LOG.debug("nobody sees the progress: {}", e.toString());
            }
        }
    }
}
