package inaba.mld;

import inaba.api.manage.Command;
import inaba.api.protocol.Node;
import inaba.ip.command.ListenerCommand;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `mld6`: see [ListenerCommand].
@Component(service = Command.class)
public final class MldCommand extends ListenerCommand {
    @Activate
    public MldCommand(@Reference Node node) {
        super("mld6", IpFamily.IPV6, node);
    }
}
