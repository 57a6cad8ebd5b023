package inaba.keys.serve;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client: one thread reads its messages and answers them, another one writes. What it does not read in time is
/// bounded: answers wait for it, events are lost to it.
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MOST_WAITING = 4096;
    private static final long LONGEST_WAIT_S = 10;

    private final SocketChannel channel;
    private final Framing framing;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder lost = new LongAdder();
    private volatile boolean over;

    /// Answers messages.
    public interface Handler {
        /// A whole message, whose length is what its header says.
        void receive(byte[] message) throws IOException;
    }

    Session(SocketChannel channel, Framing framing) {
        this.channel = channel;
        this.framing = framing;
    }

    /// On the client's thread, until it goes.
    void serve(Handler handler, String name) {
        var writer = Thread.ofPlatform().daemon().name(name + "-out").start(this::write);
        try {
            while (!over) {
                handler.receive(read());
            }
        } catch (IOException gone) {
            LOG.debug("{} ends: {}", name, gone.toString());
        } finally {
            close();
            writer.interrupt();
        }
    }

    private byte[] read() throws IOException {
        var header = ByteBuffer.allocate(framing.headerBytes()).order(ByteOrder.nativeOrder());
        fill(header);
        int length = framing.length().applyAsInt(header);
        if (length < framing.headerBytes() || length > Framing.LONGEST) {
            throw new IOException("a message of " + length + " octets");
        }
        var message = ByteBuffer.allocate(length).put(header);
        fill(message);
        return message.array();
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the client has gone");
            }
        }
        buffer.flip();
    }

    /// Waits while the client is behind.
    ///
    /// @throws IOException when it does not read at all
    public void send(byte[] message) throws IOException {
        try {
            if (over || !waiting.offer(message, LONGEST_WAIT_S, TimeUnit.SECONDS)) {
                throw new IOException("the client does not read");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /// Never waits.
    public void tell(byte[] message) {
        if (!over && !waiting.offer(message)) {
            lost.increment();
        }
    }

    /// Events that the client was too slow for, since it was last asked.
    public long lost() {
        return lost.sumThenReset();
    }

    private void write() {
        try {
            while (!over) {
                var bytes = ByteBuffer.wrap(waiting.take());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException gone) {
            close();
        } catch (InterruptedException interrupted) {
            close();
        }
    }

    void close() {
        over = true;
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.debug("a client's socket: {}", failed.toString());
        }
    }
}
