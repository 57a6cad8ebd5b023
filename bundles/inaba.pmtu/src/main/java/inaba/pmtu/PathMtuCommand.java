package inaba.pmtu;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.PathMtuTableCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `pmtu6`: see [PathMtuTableCommand].
@Component(service = Command.class)
public final class PathMtuCommand extends PathMtuTableCommand {
    @Activate
    public PathMtuCommand(@Reference Node node) {
        super("pmtu6", IpFamily.IPV6, node);
    }
}
