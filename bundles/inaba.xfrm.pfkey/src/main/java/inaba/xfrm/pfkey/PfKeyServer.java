package inaba.xfrm.pfkey;

import inaba.api.protocol.Node;
import inaba.api.xfrm.Algorithm;
import inaba.keys.KeyEvent;
import inaba.keys.KeyEvents;
import inaba.keys.serve.UnixServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// PF_KEYv2 on the socket `pfkey.sock` in the state folder. All state is in the tables of associations and policies.
@Component
public final class PfKeyServer {
    static final String SOCKET = "pfkey.sock";
    static final String OWNER = "inaba.xfrm.pfkey";

    private final Map<String, Algorithm> algorithms = new ConcurrentHashMap<>();
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final Node node;
    private final KeyManagement keys;
    private final KeyEvents events;
    private final UnixServer server;

    @Activate
    public PfKeyServer(@Reference Node node) throws IOException {
        this.node = node;
        keys = new KeyManagement(node, algorithms::get, InstantSource.system(), OWNER);
        events = new KeyEvents(node, this::tell);
        node.loop().post(() -> {
            node.associations().adopt(OWNER);
            node.policies().adopt(OWNER);
            events.start();
        });
        server = new UnixServer(node.state().resolve(SOCKET), Client.FRAMING, session -> {
            var client = new Client(session, keys, clients::remove);
            clients.add(client);
            return client;
        });
    }

    @Deactivate
    void stop() {
        server.close();
        node.loop().post(events::stop);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAlgorithm(Algorithm algorithm) {
        algorithms.put(algorithm.name(), algorithm);
    }

    void unbindAlgorithm(Algorithm algorithm) {
        algorithms.remove(algorithm.name(), algorithm);
    }

    private void tell(KeyEvent event) {
        if (!clients.isEmpty()) {
            var told = keys.told(event);
            boolean registeredOnly = KeyManagement.isForRegistered(event);
            clients.forEach(client -> client.tell(told, registeredOnly));
        }
    }
}
