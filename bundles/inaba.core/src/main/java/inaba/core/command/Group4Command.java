package inaba.core.command;

import inaba.api.manage.Command;
import inaba.core.Engine;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `maddr4`: as `maddr6`, for IPv4.
@Component(service = Command.class)
public final class Group4Command extends GroupCommand {
    @Activate
    public Group4Command(@Reference Engine engine) {
        super(engine, IpFamily.IPV4);
    }
}
