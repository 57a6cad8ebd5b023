package inaba.nd;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.NeighborTableCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `neigh6`: the neighbour table, as `ip -6 neighbour` shows and changes it.
@Component(service = Command.class)
public final class NeighborCommand extends NeighborTableCommand {
    @Activate
    public NeighborCommand(@Reference Node node) {
        super("neigh6", IpFamily.IPV6, node, new ProxyWords(node));
    }
}
