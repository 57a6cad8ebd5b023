package inaba.icmp6;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.probe.PingCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `ping6`: see [PingCommand].
@Component(service = Command.class)
public final class Ping6Command extends PingCommand {
    @Activate
    public Ping6Command(@Reference Node node, @Reference Icmp6 icmp) {
        super(node, icmp);
    }
}
