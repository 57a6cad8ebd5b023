package inaba.shell.serve;

import inaba.shell.attach.Frame;
import inaba.shell.prompt.Prompt;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts `inaba sh` on the socket `sh.sock` in the state folder; each client has a thread of its own.
///
/// The socket is made in a folder that only its owner may enter, and then moved to its place: nobody else can connect
/// at any moment, and a socket left by an appliance that was killed is replaced.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Prompt.Setting setting;
    private final Path socket;
    private final Object turn;
    private final ServerSocketChannel channel;
    private final @Nullable Object identity;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    /// @param turn its monitor is held by who puts a socket into that folder or takes it away: a predecessor of another
    ///     version may be about to look whether the socket is its own
    /// @throws IOException when the socket cannot be made
    public Server(Prompt.Setting setting, Path state, Object turn) throws IOException {
        this.setting = setting;
        this.turn = turn;
        this.socket = state.resolve(Frame.SOCKET);
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            synchronized (turn) {
                bind(state);
                identity = identity();
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Thread.ofPlatform().name("inaba-sh").daemon().start(this::accept);
    }

    private void bind(Path state) throws IOException {
        var made = Files.createTempDirectory(state, ".s"); // mode 0700
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
                var connection = new Connection(setting, channel.accept(), connections::remove);
                connections.add(connection);
                connection.start();
            }
        } catch (ClosedChannelException e) {
            LOG.debug("no more clients");
        } catch (IOException e) {
            LOG.error("the shell's socket fails: no more clients", e);
        }
    }

    /// Removes the socket unless another server has put its own there, and lets the clients go.
    @Override
    public void close() {
        try {
            channel.close();
            synchronized (turn) {
                if (Objects.equals(identity, identity())) {
                    Files.deleteIfExists(socket);
                }
            }
        } catch (IOException e) {
            LOG.warn("the shell's socket stays: {}", e.toString());
        }
        connections.forEach(Connection::retire);
    }

    private @Nullable Object identity() throws IOException {
        return Files.exists(socket)
                ? Files.readAttributes(socket, BasicFileAttributes.class).fileKey()
                : null;
    }
}
