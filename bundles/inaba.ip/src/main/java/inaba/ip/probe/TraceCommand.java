package inaba.ip.probe;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import java.util.List;

/// Names the routers on the way to a node, by the Time Exceeded that they send (RFC 4443 §3.3, RFC 792).
public abstract class TraceCommand implements Command {
    private final Node node;
    private final Prober prober;

    protected TraceCommand(Node node, Prober prober) {
        this.node = node;
        this.prober = prober;
    }

    @Override
    public String name() {
        return prober.traceName();
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
        var options = TraceOptions.parse(call.args(), name(), prober.family());
        var outlet = new Outlet();
        Departure.run(node, call, outlet, () -> {
            var aim = Aim.of(node, call.args(), options.destination(), options.via(), options.source());
            return new Departure(node, aim, outlet, target -> new TraceRun(node, prober, options, target, outlet));
        });
    }
}
