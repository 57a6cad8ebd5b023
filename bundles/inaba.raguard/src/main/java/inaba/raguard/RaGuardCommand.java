package inaba.raguard;

import inaba.api.link.LinkRow;
import inaba.api.link.RaGuardRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `raguard6`: which Router Advertisements may come in on a link.
@Component(service = Command.class)
public final class RaGuardCommand implements Command {
    private final Node node;

    @Activate
    public RaGuardCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "raguard6";
    }

    @Override
    public String summary() {
        return "which Router Advertisements may come in on a link";
    }

    @Override
    public List<String> usages() {
        return List.of(
                "[show]",
                "set LINK host",
                "set LINK router [from ADDR]... [lladdr MAC]... [prefix P]... [maxpref high|medium|low]",
                "del LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "set", "del")) {
            case "set" -> set(args);
            case "del" -> delete(args);
            default -> {
                args.end();
                node.loop()
                        .call(() ->
                                node.raGuards().rows().stream().map(this::line).toList())
                        .forEach(call::print);
            }
        }
    }

    @Override
    public List<String> configuration() {
        return node.raGuards().rows().stream()
                .filter(row -> node.link(row.link()) != null)
                .map(row -> "set " + name(row) + ' ' + String.join(" ", words(row)))
                .toList();
    }

    private void set(Args args) throws CommandException {
        var link = LinkWords.next(args, node.links().rows());
        var row = args.verb("host", "router").equals("host") ? hosts(link) : routers(link, args);
        args.end();
        if (!node.loop().call(() -> node.raGuards().put(row))) {
            throw args.failed("no more than " + node.raGuards().limit() + " links can be guarded");
        }
    }

    private void delete(Args args) throws CommandException {
        var link = LinkWords.next(args, node.links().rows());
        args.end();
        if (node.loop().call(() -> node.raGuards().remove(link.index())) == null) {
            throw args.failed("there is no guard on " + link.name());
        }
    }

    private static RaGuardRow hosts(LinkRow link) {
        return new RaGuardRow(link.index(), false, List.of(), List.of(), List.of(), Preference.HIGH, Row.PERSON);
    }

    private static RaGuardRow routers(LinkRow link, Args args) throws CommandException {
        var sources = new ArrayList<Ipv6Address>();
        var macs = new ArrayList<MacAddress>();
        var prefixes = new ArrayList<Prefix>();
        var highest = Preference.HIGH;
        while (args.hasNext()) {
            if (args.accept("from")) {
                sources.add(args.address());
            } else if (args.accept("lladdr")) {
                macs.add(args.mac());
            } else if (args.accept("prefix")) {
                prefixes.add(args.prefix());
            } else if (args.accept("maxpref")) {
                highest = args.preference();
            } else {
                throw args.unexpected("from ADDR, lladdr MAC, prefix P or maxpref high|medium|low");
            }
        }
        return new RaGuardRow(link.index(), true, sources, macs, prefixes, highest, Row.PERSON);
    }

    private static String text(Preference preference) {
        return preference.name().toLowerCase(Locale.ROOT);
    }

    private Line line(RaGuardRow row) {
        return Line.of()
                .bare("link", name(row))
                .bare("role", row.routers() ? "router" : "host")
                .keyed("from", row.sources().isEmpty() ? null : row.sources())
                .keyed("lladdr", row.macs().isEmpty() ? null : row.macs())
                .keyed("prefix", row.prefixes().isEmpty() ? null : row.prefixes())
                .keyed("maxpref", row.highest() == Preference.HIGH ? null : text(row.highest()));
    }

    private static List<String> words(RaGuardRow row) {
        var words = new ArrayList<String>();
        words.add(row.routers() ? "router" : "host");
        row.sources().forEach(source -> words.add("from " + source));
        row.macs().forEach(mac -> words.add("lladdr " + mac));
        row.prefixes().forEach(prefix -> words.add("prefix " + prefix));
        if (row.highest() != Preference.HIGH) {
            words.add("maxpref " + text(row.highest()));
        }
        return words;
    }

    private String name(RaGuardRow row) {
        var link = node.link(row.link());
        return link == null ? Integer.toString(row.link()) : link.name();
    }
}
