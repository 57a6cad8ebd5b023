package inaba.ip.command;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.multicast.ListenerRow;
import inaba.api.multicast.QuerierRow;
import inaba.api.protocol.Node;
import inaba.wire.IpFamily;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who queries on a link, and what was reported there, of one family.
public abstract class ListenerCommand implements Command {
    private final String name;
    private final IpFamily family;
    private final Node node;

    /// @param name `mld6`, `igmp4`
    protected ListenerCommand(String name, IpFamily family, Node node) {
        this.name = name;
        this.family = family;
        this.node = node;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "show queriers, and the groups reported to them";
    }

    @Override
    public List<String> usages() {
        return List.of("[show] [dev LINK]");
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        if (!"dev".equals(args.peek())) {
            args.verb("show");
        }
        String only = args.accept("dev") ? link(args) : null;
        args.end();
        List<Line> lines = node.loop().call(() -> node.links().rows().stream()
                .filter(link -> only == null || link.name().equals(only))
                .map(this::line)
                .toList());
        lines.forEach(call::print);
    }

    private String link(Args args) throws CommandException {
        String name = args.next("LINK");
        if (node.link(name) == null) {
            throw args.failed("no such link: " + name);
        }
        return name;
    }

    private Line line(LinkRow link) {
        var row = node.queriers().get(new QuerierRow.Key(link.index(), family));
        var line = Line.of().keyed("dev", link.name()).keyed("version", version(row));
        if (row != null) {
            line.keyed("querier", IpFamily.text(row.querier()))
                    .keyed("robustness", row.robustness())
                    .keyed("interval", row.intervalSeconds() + "sec")
                    .keyed("older", left(row.olderUntil(), QuerierRow.NEVER))
                    .keyed("oldest", left(row.oldestUntil(), QuerierRow.NEVER));
        }
        var groups = node.listeners().rows().stream()
                .filter(one -> one.link() == link.index() && IpFamily.of(one.group()) == family)
                .map(this::group)
                .toList();
        return line.children("groups", groups);
    }

    /// Of MLD 1 and 2, of IGMP 1 to 3.
    private int version(@Nullable QuerierRow row) {
        int present = family == IpFamily.IPV6 ? 2 : 3;
        if (row == null || !row.older()) {
            return present;
        }
        return row.oldest() ? 1 : present - 1;
    }

    private Line group(ListenerRow row) {
        boolean gone = row.filter().isNone();
        return Line.of()
                .bare("group", IpFamily.text(row.group()))
                .keyed("sources", gone ? null : row.filter())
                .flag("left", gone)
                .flag("reporting", row.retransmitAt() != ListenerRow.NEVER)
                .flag("queried", row.respondAt() != ListenerRow.NEVER);
    }

    private @Nullable String left(long until, long never) {
        return until == never
                ? null
                : Duration.ofNanos(until - node.time().nanos()).toSeconds() + "sec";
    }
}
