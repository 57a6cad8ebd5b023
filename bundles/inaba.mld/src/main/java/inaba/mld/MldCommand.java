package inaba.mld;

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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `mld6`: who queries on a link, and what was reported there.
@Component(service = Command.class)
public final class MldCommand implements Command {
    private final Node node;

    @Activate
    public MldCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "mld6";
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
        var row = node.queriers().get(new QuerierRow.Key(link.index(), IpFamily.IPV6));
        var line = Line.of().keyed("dev", link.name()).keyed("version", row != null && row.older() ? 1 : 2);
        if (row != null) {
            line.keyed("querier", row.querier())
                    .keyed("robustness", row.robustness())
                    .keyed("interval", row.intervalSeconds() + "sec")
                    .keyed("older", left(row.olderUntil(), QuerierRow.NEVER));
        }
        var groups = node.listeners().rows().stream()
                .filter(one -> one.link() == link.index() && IpFamily.of(one.group()) == IpFamily.IPV6)
                .map(this::group)
                .toList();
        return line.children("groups", groups);
    }

    private Line group(ListenerRow row) {
        boolean gone = row.filter().isNone();
        return Line.of()
                .bare("group", row.group())
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
