package inaba.pmtu;

import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.api.table.Row;
import inaba.wire.IpFamily;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `pmtu6`: destinations whose path is narrower than the link.
@Component(service = Command.class)
public final class PathMtuCommand implements Command {
    private final Node node;

    @Activate
    public PathMtuCommand(@Reference Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "pmtu6";
    }

    @Override
    public String summary() {
        return "show and forget what is known of path MTUs";
    }

    @Override
    public List<String> usages() {
        return List.of("[show]", "flush");
    }

    @Override
    public void run(Call call) throws CommandException {
        boolean flush = call.args().verb("show", "flush").equals("flush");
        call.args().end();
        if (flush) {
            node.loop().call(() -> {
                rows().map(PathMtuRow::key).forEach(node.pathMtus()::remove);
                return node;
            });
            return;
        }
        List<Line> lines = node.loop().call(() -> rows().map(this::line).toList());
        lines.forEach(call::print);
    }

    private Stream<PathMtuRow> rows() {
        return node.pathMtus().rows().stream().filter(row -> row.family() == IpFamily.IPV6);
    }

    private Line line(PathMtuRow row) {
        var link = node.link(row.link());
        boolean ends = row.validUntil() != Row.FOREVER;
        long left = Duration.ofNanos(row.validUntil() - node.time().nanos()).toSeconds();
        return Line.of()
                .bare("dst", row.destination())
                .keyed("dev", link == null ? null : link.name())
                .keyed("mtu", row.mtu())
                .keyed("expires", ends ? left + "sec" : null);
    }
}
