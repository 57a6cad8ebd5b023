package inaba.core.command;

import inaba.api.link.AddressKey;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.core.Engine;
import inaba.core.output.DestinationSelection;
import inaba.core.output.PolicyTable;
import inaba.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `addrsel6`: the policy table of default address selection (RFC 6724 §2.1), and the order of destinations (§6).
@Component(service = Command.class)
public final class SelectionCommand implements Command {
    private static final int MOST = 65_535;
    private final Engine engine;

    @Activate
    public SelectionCommand(@Reference Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "addrsel6";
    }

    @Override
    public String summary() {
        return "show and change the policy of address selection, and what it selects";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "add PREFIX prec N label N", "del PREFIX", "temporary on|off", "order ADDR[%LINK]...");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "add", "del", "temporary", "order")) {
            case "add" -> engine.policy().add(entry(args));
            case "del" -> {
                var prefix = args.prefix();
                args.end();
                if (!engine.policy().remove(prefix)) {
                    throw args.failed("no policy for " + prefix);
                }
            }
            case "temporary" -> {
                boolean on = args.onOff();
                args.end();
                engine.policy().preferTemporary(on);
            }
            case "order" -> order(call);
            default -> {
                args.end();
                engine.policy()
                        .entries()
                        .forEach(e -> call.print(Line.of()
                                .keyed("prefix", e.prefix())
                                .keyed("prec", e.precedence())
                                .keyed("label", e.label())));
            }
        }
    }

    @Override
    public List<String> configuration() {
        var gone = engine.policy().missingDefaults().stream().map(prefix -> "del " + prefix);
        var made = engine.policy().entries().stream()
                .filter(e -> !PolicyTable.isDefault(e))
                .map(e -> "add " + e.prefix() + " prec " + e.precedence() + " label " + e.label());
        var flag = engine.policy().prefersTemporary() ? Stream.<String>empty() : Stream.of("temporary off");
        return Stream.of(gone, made, flag).flatMap(lines -> lines).toList();
    }

    /// Destinations as an application should try them, each with the source that it would have.
    private void order(Call call) throws CommandException {
        var args = call.args();
        var links = engine.links().rows();
        var wanted = new ArrayList<AddressKey>();
        do {
            var one = args.zoned("ADDR", Ipv6Address::parse);
            int link = one.zone() == null
                    ? 0
                    : LinkWords.zone(args, links, one.zone()).index();
            wanted.add(new AddressKey(link, one.value()));
        } while (args.hasNext());
        engine.loop().call(() -> engine.order(wanted)).forEach(one -> call.print(line(one)));
    }

    private Line line(DestinationSelection.Choice one) {
        var link = engine.link(one.link());
        var source = one.source();
        return Line.of()
                .bare("dst", one.destination())
                .keyed("dev", link == null ? null : link.name())
                .keyed("src", source == null ? null : source.address())
                .flag("unreachable", !one.reachable());
    }

    private static PolicyTable.Entry entry(Args args) throws CommandException {
        var prefix = args.prefix();
        if (!args.accept("prec")) {
            throw args.unexpected("prec N");
        }
        int precedence = (int) args.number("a precedence", 0, MOST);
        if (!args.accept("label")) {
            throw args.unexpected("label N");
        }
        int label = (int) args.number("a label", 0, MOST);
        args.end();
        return new PolicyTable.Entry(prefix, precedence, label);
    }
}
