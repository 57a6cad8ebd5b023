package inaba.ip.command;

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

/// Destinations of a family whose path is narrower than the link.
public abstract class PathMtuTableCommand implements Command {
    private final String name;
    private final IpFamily family;
    private final Node node;

    /// @param name `pmtu6`, `pmtu4`
    protected PathMtuTableCommand(String name, IpFamily family, Node node) {
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
        return "show and forget what is known of " + family + " path MTUs";
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
        return node.pathMtus().rows().stream().filter(row -> row.family() == family);
    }

    private Line line(PathMtuRow row) {
        var link = node.link(row.link());
        boolean ends = row.validUntil() != Row.FOREVER;
        long left = Duration.ofNanos(row.validUntil() - node.time().nanos()).toSeconds();
        return Line.of()
                .bare("dst", IpFamily.text(row.destination()))
                .keyed("dev", link == null ? null : link.name())
                .keyed("mtu", row.mtu())
                .keyed("expires", ends ? left + "sec" : null);
    }
}
