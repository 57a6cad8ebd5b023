package inaba.core.command;

import inaba.api.manage.Command;
import inaba.core.Engine;
import inaba.wire.IpFamily;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `walk4`: as `walk6`, for IPv4.
@Component(service = Command.class)
public final class Walk4Command extends WalkCommand {
    @Activate
    public Walk4Command(@Reference Engine engine) {
        super(engine, IpFamily.IPV4);
    }
}
