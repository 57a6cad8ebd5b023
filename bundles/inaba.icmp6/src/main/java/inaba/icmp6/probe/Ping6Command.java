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

/// `ping6`: asks a node for echoes (RFC 4443 §4), until it is cancelled or the count is reached.
@Component(service = Command.class)
public final class Ping6Command implements Command {
    private final Node node;
    private final Icmp6 icmp6;

    @Activate
    public Ping6Command(@Reference Node node, @Reference Icmp6 icmp6) {
        this.node = node;
        this.icmp6 = icmp6;
    }

    @Override
    public String name() {
        return PingOptions.COMMAND;
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
        var options = PingOptions.parse(call.args());
        var outlet = new Outlet();
        Departure.run(node, call, outlet, () -> {
            var aim = Aim.of(node, call.args(), options.destination(), options.via(), null);
            return new Departure(node, aim, outlet, target -> new PingRun(node, icmp6, options, target, outlet));
        });
    }
}
