package inaba.route;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `route4`: IPv4 routes in the words of `ip -4 route`.
@Component(service = Command.class)
public final class Route4Command extends RouteCommand {
    @Activate
    public Route4Command(@Reference Node node) {
        super(node, IpFamily.IPV4);
    }
}
