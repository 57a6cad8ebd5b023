package inaba.icmp6;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.probe.TraceCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `trace6`: see [TraceCommand].
@Component(service = Command.class)
public final class Trace6Command extends TraceCommand {
    @Activate
    public Trace6Command(@Reference Node node, @Reference Icmp6 icmp) {
        super(node, icmp);
    }
}
