package inaba.launcher;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/// Talks to the shell of an appliance: shows what it sends, sends what is typed.
final class AttachClient {
    private static final int KEYS_BYTES = 4_096;
    /// To the start of the line, which is emptied.
    private static final String CLEAR = "\r\033[K";
    /// Ctrl-C that often ends this process, whatever the appliance does.
    private static final int ENOUGH = 3;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    private final boolean showsProgress = AttachTerminal.at(2);
    private final Object turn = new Object();
    private boolean nobodyReads;

    AttachClient(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    /// Runs one command or line; Ctrl-C cancels it.
    ///
    /// @return its exit code
    int run(Request request) throws IOException {
        var pressed = new AtomicInteger();
        Signal.handle(new Signal("INT"), _ -> {
            if (pressed.incrementAndGet() >= ENOUGH) {
                Runtime.getRuntime().halt(1);
            }
            tell(new Frame(Type.CANCEL, new byte[0]));
        });
        send(request.frame());
        return show();
    }

    /// Serves a prompt.
    ///
    /// @return the exit code of its last line
    int prompt(AttachTerminal terminal, String folder) throws IOException, InterruptedException {
        int[] size = terminal.size();
        send(new Request(
                        Type.PROMPT,
                        folder,
                        List.of(terminal.type(), Integer.toString(size[0]), Integer.toString(size[1])))
                .frame());
        terminal.raw();
        Signal.handle(new Signal("WINCH"), _ -> resized(terminal));
        Thread.ofPlatform().name("keys").daemon().start(this::keys);
        return show();
    }

    private void resized(AttachTerminal terminal) {
        try {
            tell(Frame.numbers(Type.SIZE, terminal.size()));
        } catch (IOException | InterruptedException e) {
            System.err.println("inaba: the new size is not known: " + e.getMessage() + '\r');
        }
    }

    private void keys() {
        try (InputStream keyboard = new FileInputStream(FileDescriptor.in)) {
            var bytes = new byte[KEYS_BYTES];
            for (int count = keyboard.read(bytes); count > 0; count = keyboard.read(bytes)) {
                send(new Frame(Type.KEYS, Arrays.copyOf(bytes, count)));
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            // The appliance is gone: the thread that shows says so.
        }
    }

    private void tell(Frame frame) {
        try {
            send(frame);
        } catch (IOException e) {
            // The appliance is gone: the thread that shows says so.
        }
    }

    private void send(Frame frame) throws IOException {
        synchronized (turn) {
            frame.write(channel);
        }
    }

    private int show() throws IOException {
        try {
            for (var frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                switch (frame.type()) {
                    case OUT -> print(frame);
                    case ERR -> err.write(frame.payload());
                    case PROGRESS -> progress(frame);
                    case EXIT -> {
                        return frame.number(0);
                    }
                    default -> throw new IOException("the appliance cannot say " + frame.type());
                }
            }
        } catch (IOException e) {
            return gone(e.toString());
        }
        return gone("it ended");
    }

    /// When nobody reads any more (`inaba sh log | head -1`), the command is cancelled and what it still says is
    /// dropped; its exit code counts.
    private void print(Frame frame) {
        if (nobodyReads) {
            return;
        }
        try {
            out.write(frame.payload());
        } catch (IOException e) {
            nobodyReads = true;
            tell(new Frame(Type.CANCEL, new byte[0]));
        }
    }

    private static int gone(String why) {
        System.err.println("inaba: the appliance does not answer any more: " + why + '\r');
        return Attach.NOBODY;
    }

    private void progress(Frame frame) throws IOException {
        if (showsProgress) {
            err.write((CLEAR + frame.text()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
