package inaba.core.command;

import inaba.api.link.GroupRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.manage.LinkWords;
import inaba.api.multicast.SourceFilter;
import inaba.api.table.Row;
import inaba.core.Engine;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `maddr6`: the multicast groups that links receive; and `maddr4`, see [Group4Command].
@Component(service = Command.class)
public class GroupCommand implements Command {
    private final Engine engine;
    private final IpFamily family;

    @Activate
    public GroupCommand(@Reference Engine engine) {
        this(engine, IpFamily.IPV6);
    }

    GroupCommand(Engine engine, IpFamily family) {
        this.engine = engine;
        this.family = family;
    }

    @Override
    public String name() {
        return family == IpFamily.IPV6 ? "maddr6" : "maddr4";
    }

    @Override
    public String summary() {
        return "show, join and leave multicast groups";
    }

    @Override
    public List<String> usages() {
        return List.of("[show] [dev LINK]", "add GROUP dev LINK [include|exclude SOURCE...]", "del GROUP dev LINK");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "add", "del")) {
            case "add" -> {
                var row = joined(args);
                if (engine.loop().call(() -> row.equals(engine.groups().get(row.key())))) {
                    throw args.failed(IpFamily.text(row.group()) + " is already joined on " + name(row.link()));
                }
                if (!engine.loop().call(() -> engine.groups().put(row))) {
                    throw args.failed(
                            "the table of groups is full: " + engine.groups().limit());
                }
            }
            case "del" -> {
                var row = row(args);
                args.end();
                if (engine.loop().call(() -> engine.groups().get(row.key()) == null)) {
                    throw args.failed(IpFamily.text(row.group()) + " is not joined by hand on " + name(row.link()));
                }
                engine.loop().call(() -> String.valueOf(engine.groups().remove(row.key())));
            }
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        return engine.groups().rows().stream()
                .filter(row -> row.family() == family && row.owner().equals(Row.PERSON))
                .map(row -> "add " + IpFamily.text(row.group()) + " dev " + name(row.link()) + words(row.filter()))
                .toList();
    }

    private void show(Call call) throws CommandException {
        var args = call.args();
        var only = args.accept("dev") ? LinkWords.next(args, engine.links().rows()) : null;
        args.end();
        engine.groups().rows().stream()
                .filter(row -> row.family() == family && (only == null || row.link() == only.index()))
                .sorted(Comparator.comparingInt(GroupRow::link).thenComparing(GroupRow::group))
                .forEach(row -> call.print(Line.of()
                        .bare("group", IpFamily.text(row.group()))
                        .keyed("dev", name(row.link()))
                        .keyed("owner", row.owner())
                        .keyed("sources", row.filter().equals(SourceFilter.ANY) ? null : row.filter())));
    }

    private GroupRow joined(Args args) throws CommandException {
        var row = row(args);
        boolean include = args.accept("include");
        if (!include && !args.accept("exclude")) {
            args.end();
            return row;
        }
        var sources = new TreeSet<Ipv6Address>();
        do {
            sources.add(args.next("SOURCE", this::source));
        } while (args.hasNext());
        if (sources.size() > SourceFilter.MOST_SOURCES) {
            throw args.failed("more than " + SourceFilter.MOST_SOURCES + " sources");
        }
        var mode = include ? SourceFilter.Mode.INCLUDE : SourceFilter.Mode.EXCLUDE;
        return new GroupRow(row.link(), row.group(), 0, new SourceFilter(mode, sources), Row.PERSON);
    }

    private GroupRow row(Args args) throws CommandException {
        var group = args.zoned("GROUP", this::group);
        var links = engine.links().rows();
        String dev = args.accept("dev") ? args.next("LINK") : null;
        String device = LinkWords.device(args, links, group.zone(), dev);
        if (device == null) {
            throw args.unexpected("dev LINK");
        }
        return new GroupRow(LinkWords.find(args, links, device).index(), group.value(), Row.PERSON);
    }

    private String name(int link) {
        var row = engine.link(link);
        return row == null ? String.valueOf(link) : row.name();
    }

    /// How the filter is typed behind `add`.
    private static String words(SourceFilter filter) {
        return filter.equals(SourceFilter.ANY) ? "" : " " + filter;
    }

    private Ipv6Address source(String word) {
        var address = family.parseAddress(word);
        if (address.isMulticast() || address.isUnspecified()) {
            throw new IllegalArgumentException("not a unicast address");
        }
        return address;
    }

    private Ipv6Address group(String word) {
        var address = family.parseAddress(word);
        if (!address.isMulticast()) {
            throw new IllegalArgumentException("not a multicast address");
        }
        return address;
    }
}
