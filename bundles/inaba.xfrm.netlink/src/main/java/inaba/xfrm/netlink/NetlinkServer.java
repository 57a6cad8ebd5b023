package inaba.xfrm.netlink;

import inaba.api.protocol.Node;
import inaba.api.xfrm.Algorithm;
import inaba.keys.serve.KeyServer;
import java.io.IOException;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// NETLINK_XFRM on the socket `xfrm.sock` in the state folder.
@Component
public final class NetlinkServer {
    private static final String SOCKET = "xfrm.sock";
    private static final String OWNER = "inaba.xfrm.netlink";

    private final KeyServer server;

    @Activate
    public NetlinkServer(@Reference Node node) throws IOException {
        server = new KeyServer(
                node,
                SOCKET,
                OWNER,
                Client.FRAMING,
                algorithms -> new Netlink(node, algorithms, InstantSource.system(), OWNER),
                Client::new);
    }

    @Deactivate
    void stop() {
        server.stop();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAlgorithm(Algorithm algorithm) {
        server.bind(algorithm);
    }

    void unbindAlgorithm(Algorithm algorithm) {
        server.unbind(algorithm);
    }
}
