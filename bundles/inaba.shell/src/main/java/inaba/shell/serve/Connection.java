package inaba.shell.serve;

import inaba.shell.attach.Frame;
import inaba.shell.attach.Frame.Type;
import inaba.shell.attach.Request;
import inaba.shell.prompt.Prompt;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client: a thread listens to it, another works for it. When it goes away, what runs for it is cancelled.
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    /// How long cancelled work may take before its threads are interrupted.
    private static final long PATIENCE_MILLIS = 5_000;

    private final Prompt.Setting setting;
    private final SocketChannel channel;
    private final Consumer<Connection> gone;
    private final String name = "inaba-sh-" + NUMBER.incrementAndGet();
    private volatile @Nullable Work work;

    Connection(Prompt.Setting setting, SocketChannel channel, Consumer<Connection> gone) {
        this.setting = setting;
        this.channel = channel;
        this.gone = gone;
    }

    void start() {
        thread("-listen", this::listen).start();
    }

    private Thread thread(String suffix, Runnable task) {
        return Thread.ofPlatform().name(name + suffix).daemon().unstarted(task);
    }

    private void listen() {
        try {
            var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
            var first = Frame.read(in);
            if (first != null) {
                var wanted = work(Request.of(first));
                work = wanted;
                serve(wanted, in);
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", name, e.toString());
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted", name);
        } finally {
            close();
            gone.accept(this);
        }
    }

    private Work work(Request request) throws IOException {
        return request.type() == Type.PROMPT
                ? new PromptWork(setting, request, this::send)
                : new LineWork(setting, request, this::send);
    }

    private void serve(Work work, DataInputStream in) throws IOException, InterruptedException {
        var worker = thread("", () -> finish(work.run()));
        worker.start();
        try {
            for (var frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                work.told(frame);
            }
        } finally {
            work.cancel();
            worker.join(PATIENCE_MILLIS);
            if (worker.isAlive()) {
                LOG.warn("{} does not end by itself: interrupted", name);
                work.cancel();
            }
        }
    }

    private void finish(int code) {
        try {
            send(Frame.numbers(Type.EXIT, code));
        } catch (IOException e) {
            LOG.debug("{}: {}", name, e.toString());
        }
        close(); // ends the listener too
    }

    /// Returns once it is written, also on a thread that is interrupted: a channel is closed when a thread is
    /// interrupted that writes to it, and Ctrl-C interrupts, so another thread writes. A pool's would stay idle
    /// in a loop whose compiled code keeps what it ran, and with it a bundle that is long gone.
    private void send(Frame frame) throws IOException {
        try {
            CompletableFuture.runAsync(
                            () -> write(frame), writer -> thread("-say", writer).start())
                    .join();
        } catch (CompletionException e) {
            throw new IOException("the client does not listen any more", e.getCause());
        }
    }

    private synchronized void write(Frame frame) {
        try {
            frame.write(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks what runs to end; the client is told of the end as ever. A bundle that updates itself thus answers.
    void retire() {
        var present = work;
        if (present == null) {
            close();
        } else {
            present.cancel();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", name, e.toString());
        }
    }
}
