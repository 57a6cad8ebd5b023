package inaba.ndguard;

import inaba.api.link.LinkRow;
import inaba.api.link.NdGuardRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.neighbor.BindingRow;
import inaba.api.neighbor.NeighborKey;
import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.ip.link.LinkTableCommand;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `ndguard6`: which neighbour may claim which address.
@Component(service = Command.class)
public final class NdGuardCommand extends LinkTableCommand<NdGuardRow> {
    private static final int MOST = 1024;
    /// More than `neighbors.most` of `inaba.core` there are never.
    private static final int MOST_OF_ALL = 2_097_152;

    private final Node node;

    @Activate
    public NdGuardCommand(@Reference Node node) {
        super("ndguard6", "which neighbour may claim which address of a link", "guard", node, node.ndGuards());
        this.node = node;
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show]",
                "set LINK learn|static [source on|off] [max N]",
                "del LINK",
                "add ADDR lladdr MAC dev LINK",
                "del ADDR dev LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set", "add", "del")) {
            case "set" -> set(args);
            case "add" -> add(args);
            case "del" -> deleteEither(args);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        var bindings = node.bindings().rows().stream()
                .filter(row -> row.owner().equals(Row.PERSON) && node.link(row.link()) != null)
                .map(row -> "add " + row.address() + " lladdr " + row.mac() + " dev " + link(row.link()));
        return Stream.concat(super.configuration().stream(), bindings).toList();
    }

    @Override
    protected NdGuardRow row(LinkRow link, Args args) throws CommandException {
        boolean learns = args.oneOf("learn", "static").equals("learn");
        boolean sources = false;
        int most = MOST;
        while (args.hasNext()) {
            if (args.accept("source")) {
                sources = args.onOff();
            } else if (args.accept("max")) {
                most = (int) args.number("a number of bindings", 1, MOST_OF_ALL);
            } else {
                throw args.unexpected("source on|off or max N");
            }
        }
        return new NdGuardRow(link.index(), learns, sources, most, Row.PERSON);
    }

    private void add(Args args) throws CommandException {
        var address = args.address();
        args.next("lladdr", NdGuardCommand::lladdr);
        var mac = args.mac();
        args.accept("dev");
        var link = link(args);
        args.end();
        var row = new BindingRow(link.index(), address, mac, Row.PERSON);
        if (!node.loop().call(() -> node.bindings().put(row))) {
            throw args.failed("no more than " + node.bindings().limit() + " addresses can be bound");
        }
    }

    private void deleteEither(Args args) throws CommandException {
        var first = args.peek();
        if (first == null || !first.contains(":")) {
            delete(args);
            return;
        }
        var address = args.address();
        args.accept("dev");
        var link = link(args);
        args.end();
        if (node.loop().call(() -> node.bindings().remove(new NeighborKey(link.index(), address))) == null) {
            throw args.failed(address + " is not bound on " + link.name());
        }
    }

    /// Neighbours without Ethernet addresses cannot be told apart.
    @Override
    protected LinkRow link(Args args) throws CommandException {
        var link = super.link(args);
        if (link.pointToPoint()) {
            throw args.failed(link.name() + " is point-to-point: it has one neighbour");
        }
        return link;
    }

    private static String lladdr(String word) {
        if (!word.equals("lladdr")) {
            throw new IllegalArgumentException("not '" + word + '\'');
        }
        return word;
    }

    @Override
    protected List<Line> lines() {
        var bindings = node.bindings().rows().stream().map(row -> Line.of()
                .bare("address", row.address())
                .keyed("lladdr", row.mac())
                .keyed("dev", link(row.link()))
                .bare("how", row.owner().equals(Row.PERSON) ? "static" : "learnt"));
        return Stream.concat(super.lines().stream(), bindings).toList();
    }

    @Override
    protected Line line(Line line, NdGuardRow row) {
        return line.bare("mode", row.learns() ? "learn" : "static")
                .keyed("source", row.sources() ? "on" : "off")
                .keyed("max", row.most());
    }

    @Override
    protected String words(NdGuardRow row) {
        return (row.learns() ? "learn" : "static")
                + (row.sources() ? " source on" : "")
                + (row.most() == MOST ? "" : " max " + row.most());
    }
}
