package inaba.ip4.icmp;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.PathMtuTableCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `pmtu4`: see [PathMtuTableCommand].
@Component(service = Command.class)
public final class PathMtu4Command extends PathMtuTableCommand {
    @Activate
    public PathMtu4Command(@Reference Node node) {
        super("pmtu4", IpFamily.IPV4, node);
    }
}
