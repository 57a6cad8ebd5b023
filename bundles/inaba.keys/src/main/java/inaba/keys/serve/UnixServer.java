package inaba.keys.serve;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Unix stream socket of mode 0600. It is made in a folder that only its owner may enter and moved to its place, so
/// that nobody else can connect at any moment, and a successor's takes the place of its predecessor's.
public final class UnixServer<H extends Session.Handler> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnixServer.class);
    private static final int MOST_CLIENTS = 64;

    private final Path socket;
    private final Framing framing;
    private final Function<Session, H> handlers;
    private final ServerSocketChannel channel;
    private final @Nullable Object identity;
    private final Map<Session, H> sessions = new ConcurrentHashMap<>();

    /// @param handlers who answers a client
    /// @throws IOException when the socket cannot be made
    public UnixServer(Path socket, Framing framing, Function<Session, H> handlers) throws IOException {
        this.socket = socket;
        this.framing = framing;
        this.handlers = handlers;
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind();
            identity = identity();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Thread.ofPlatform().name(name()).daemon().start(this::accept);
    }

    private String name() {
        return String.valueOf(socket.getFileName());
    }

    private void bind() throws IOException {
        var made = Files.createTempDirectory(socket.getParent(), ".s"); // mode 0700
        var bound = made.resolve("s");
        try {
            channel.bind(UnixDomainSocketAddress.of(bound));
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            Files.move(bound, socket, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(bound);
            Files.delete(made);
        }
    }

    private void accept() {
        try {
            while (true) {
                var session = new Session(channel.accept(), framing);
                if (sessions.size() >= MOST_CLIENTS) {
                    session.close();
                    continue;
                }
                var handler = handlers.apply(session);
                sessions.put(session, handler);
                Thread.ofPlatform().daemon().name(name() + "-in").start(() -> serve(session, handler));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("no more clients of {}", name());
        } catch (IOException e) {
            LOG.error("{} fails: no more clients", name(), e);
        }
    }

    private void serve(Session session, H handler) {
        try {
            session.serve(handler, name());
        } finally {
            sessions.remove(session);
        }
    }

    /// Who answers the clients of this moment. Any thread.
    public Collection<H> clients() {
        return sessions.values();
    }

    /// Removes the socket unless a successor has put its own there, and lets the clients go.
    @Override
    public void close() {
        try {
            channel.close();
            if (Objects.equals(identity, identity())) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            LOG.warn("the socket {} stays: {}", name(), e.toString());
        }
        sessions.keySet().forEach(Session::close);
    }

    private @Nullable Object identity() throws IOException {
        return Files.exists(socket)
                ? Files.readAttributes(socket, BasicFileAttributes.class).fileKey()
                : null;
    }
}
