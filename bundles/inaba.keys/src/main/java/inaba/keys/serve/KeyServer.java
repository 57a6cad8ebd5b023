package inaba.keys.serve;

import inaba.api.protocol.Node;
import inaba.api.xfrm.Algorithm;
import inaba.keys.KeyEvent;
import inaba.keys.KeyEvents;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An interface of key management on a socket in the state folder: the algorithms that are here, the clients, and what
/// they are told. All that lasts is in the tables of associations and policies.
public final class KeyServer {
    private final Map<String, Algorithm> algorithms = new ConcurrentHashMap<>();
    private final Node node;
    private final Dialect dialect;
    private final KeyEvents events;
    private final UnixServer<KeyClient> server;

    /// A dialect, given the algorithms by Linux's name, null where there is none.
    @FunctionalInterface
    public interface Speaking {
        Dialect with(Function<String, @Nullable Algorithm> algorithms);
    }

    /// @param socket its name in the state folder
    /// @param owner whose rows in the tables go on with this one
    /// @throws IOException when the socket cannot be made
    public KeyServer(
            Node node,
            String socket,
            String owner,
            Framing framing,
            Speaking speaking,
            BiFunction<Session, Dialect, KeyClient> clients)
            throws IOException {
        this.node = node;
        dialect = speaking.with(algorithms::get);
        events = new KeyEvents(node, this::tell);
        node.loop().post(() -> {
            node.associations().adopt(owner);
            node.policies().adopt(owner);
            events.start();
        });
        server = new UnixServer<>(node.state().resolve(socket), framing, session -> clients.apply(session, dialect));
    }

    public void stop() {
        server.close();
        node.loop().post(events::stop);
    }

    public void bind(Algorithm algorithm) {
        algorithms.put(algorithm.name(), algorithm);
    }

    public void unbind(Algorithm algorithm) {
        algorithms.remove(algorithm.name(), algorithm);
    }

    private void tell(KeyEvent event) {
        int audience = dialect.audience(event);
        if (audience == Dialect.NOBODY) {
            return;
        }
        var hearing = server.clients().stream()
                .filter(client -> client.hears(audience))
                .toList();
        if (!hearing.isEmpty()) {
            var told = dialect.told(event);
            hearing.forEach(client -> client.tell(told));
        }
    }
}
