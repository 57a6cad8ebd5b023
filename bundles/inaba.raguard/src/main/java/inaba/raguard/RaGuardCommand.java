package inaba.raguard;

import inaba.api.link.LinkRow;
import inaba.api.link.RaGuardRow;
import inaba.api.manage.Args;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow.Preference;
import inaba.api.table.Row;
import inaba.ip.link.LinkTableCommand;
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
public final class RaGuardCommand extends LinkTableCommand<RaGuardRow> {
    @Activate
    public RaGuardCommand(@Reference Node node) {
        super("raguard6", "which Router Advertisements may come in on a link", "guard", node, node.raGuards());
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
    protected RaGuardRow row(LinkRow link, Args args) throws CommandException {
        return args.verb("host", "router").equals("host") ? hosts(link) : routers(link, args);
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

    @Override
    protected Line line(Line line, RaGuardRow row) {
        return line.bare("role", row.routers() ? "router" : "host")
                .keyed("from", row.sources().isEmpty() ? null : row.sources())
                .keyed("lladdr", row.macs().isEmpty() ? null : row.macs())
                .keyed("prefix", row.prefixes().isEmpty() ? null : row.prefixes())
                .keyed("maxpref", row.highest() == Preference.HIGH ? null : text(row.highest()));
    }

    @Override
    protected String words(RaGuardRow row) {
        var words = new ArrayList<String>();
        words.add(row.routers() ? "router" : "host");
        row.sources().forEach(source -> words.add("from " + source));
        row.macs().forEach(mac -> words.add("lladdr " + mac));
        row.prefixes().forEach(prefix -> words.add("prefix " + prefix));
        if (row.highest() != Preference.HIGH) {
            words.add("maxpref " + text(row.highest()));
        }
        return String.join(" ", words);
    }
}
