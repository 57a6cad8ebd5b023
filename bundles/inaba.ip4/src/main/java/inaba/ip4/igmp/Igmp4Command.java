package inaba.ip4.igmp;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.ListenerCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `igmp4`: see [ListenerCommand].
@Component(service = Command.class)
public final class Igmp4Command extends ListenerCommand {
    @Activate
    public Igmp4Command(@Reference Node node) {
        super("igmp4", IpFamily.IPV4, node);
    }
}
