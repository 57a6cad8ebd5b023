package inaba.core.command;

import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.core.Engine;
import inaba.core.output.PolicyTable;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `addrsel6`: the policy table of default address selection (RFC 6724 §2.1).
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
        return "show and change the policy of source address selection";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "add PREFIX prec N label N", "del PREFIX");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "list", "add", "del", "delete")) {
            case "add" -> engine.policy().add(entry(args));
            case "del", "delete" -> {
                var prefix = args.prefix();
                args.end();
                if (!engine.policy().remove(prefix)) {
                    throw args.failed("no policy for " + prefix);
                }
            }
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
        return Stream.concat(gone, made).toList();
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
