package inaba.ip4.icmp;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.probe.PingCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `ping4`: see [PingCommand].
@Component(service = Command.class)
public final class Ping4Command extends PingCommand {
    @Activate
    public Ping4Command(@Reference Node node, @Reference Icmp4 icmp) {
        super(node, icmp);
    }
}
