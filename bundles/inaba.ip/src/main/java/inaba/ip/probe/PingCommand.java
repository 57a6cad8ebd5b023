package inaba.ip.probe;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.protocol.Node;
import java.util.List;

/// Asks a node for echoes (RFC 4443 §4, RFC 792), until it is cancelled or the count is reached.
public abstract class PingCommand implements Command {
    private final Node node;
    private final Prober prober;

    protected PingCommand(Node node, Prober prober) {
        this.node = node;
        this.prober = prober;
    }

    @Override
    public String name() {
        return prober.pingName();
    }

    @Override
    public String summary() {
        return "asks a node for echoes";
    }

    @Override
    public List<String> usages() {
        return List.of("[-c COUNT] [-i INTERVAL] [-s SIZE] [-t HOPLIMIT] [-W TIMEOUT] [-w DEADLINE] [-I LINK|ADDR] [-q]"
                + " [-p PATTERN] [-f] [-M do|want|dont] ADDR");
    }

    @Override
    public void run(Call call) throws CommandException {
        var options = PingOptions.parse(call.args(), name(), prober.family());
        var outlet = new Outlet();
        Departure.run(node, call, outlet, () -> {
            var aim = Aim.of(node, call.args(), options.destination(), options.via(), null);
            return new Departure(node, aim, outlet, target -> new PingRun(node, prober, options, target, outlet));
        });
    }
}
