package inaba.ip4.arp;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.NeighborTableCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `neigh4`: the ARP table, as `ip -4 neighbour` shows and changes it.
@Component(service = Command.class)
public final class Neighbor4Command extends NeighborTableCommand {
    @Activate
    public Neighbor4Command(@Reference Node node) {
        super("neigh4", IpFamily.IPV4, node, null);
    }
}
