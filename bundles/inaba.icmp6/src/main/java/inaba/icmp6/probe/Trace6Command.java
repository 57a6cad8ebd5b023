package inaba.icmp6.probe;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import inaba.icmp6.Icmp6;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `trace6`: names the routers on the way to a node, by the Time Exceeded that they send (RFC 4443 §3.3).
@Component(service = Command.class)
public final class Trace6Command implements Command {
    private final Node node;
    private final Icmp6 icmp6;

    @Activate
    public Trace6Command(@Reference Node node, @Reference Icmp6 icmp6) {
        this.node = node;
        this.icmp6 = icmp6;
    }

    @Override
    public String name() {
        return TraceOptions.COMMAND;
    }

    @Override
    public String summary() {
        return "names the routers on the way to a node";
    }

    @Override
    public List<String> usages() {
        return List.of("[-m MAXTTL] [-q PROBES] [-w WAIT] [-n] [-I LINK|ADDR] [-s SRC] [-p PORT] [-M icmp|udp] ADDR");
    }

    @Override
    public void run(Call call) throws CommandException {
        var options = TraceOptions.parse(call.args());
        var outlet = new Outlet();
        Departure.run(node, call, outlet, () -> {
            var aim = Aim.of(node, call.args(), options.destination(), options.via(), options.source());
            return new Departure(node, aim, outlet, target -> new TraceRun(node, icmp6, options, target, outlet));
        });
    }
}
