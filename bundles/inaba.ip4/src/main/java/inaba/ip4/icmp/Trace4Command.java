package inaba.ip4.icmp;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.probe.TraceCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `trace4`: see [TraceCommand].
@Component(service = Command.class)
public final class Trace4Command extends TraceCommand {
    @Activate
    public Trace4Command(@Reference Node node, @Reference Icmp4 icmp) {
        super(node, icmp);
    }
}
