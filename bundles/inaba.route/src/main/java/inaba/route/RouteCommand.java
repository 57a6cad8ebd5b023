package inaba.route;

import inaba.api.link.LinkRow;
import inaba.api.manage.Args;
import inaba.api.manage.Call;
import inaba.api.manage.Command;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteKey;
import inaba.api.route.RouteRow;
import inaba.api.table.Row;
import inaba.route.core.Connected;
import inaba.route.core.RouteFilter;
import inaba.route.core.RouteSpec;
import inaba.route.core.RouteText;
import inaba.route.core.RouteWords;
import inaba.route.core.Scene;
import inaba.wire.IpFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `route6`: routes in the words of `ip -6 route`; and `route4`, see [Route4Command].
@Component(service = Command.class)
public class RouteCommand implements Command {
    private static final String ROUTE = "PREFIX [from PREFIX] [via ADDR] [dev LINK] [src ADDR] [metric N]%s [mtu N]"
            + " [table TABLE] [nexthop via ADDR dev LINK weight N]...";

    private static final Comparator<RouteRow> ORDER =
            Comparator.comparing(RouteRow::destination).thenComparingInt(RouteRow::metric);

    /// Routes that are added or removed within one turn of the loop: it stays free for packets.
    static final int BATCH = 256;

    private final Node node;
    private final IpFamily family;

    @Activate
    public RouteCommand(@Reference Node node) {
        this(node, IpFamily.IPV6);
    }

    RouteCommand(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    @Override
    public String name() {
        return family == IpFamily.IPV6 ? "route6" : "route4";
    }

    @Override
    public String summary() {
        return family + " routes";
    }

    @Override
    public List<String> usages() {
        String route = String.format(ROUTE, family == IpFamily.IPV6 ? " [pref high|medium|low]" : "");
        return List.of(
                "[show] [PREFIX] [dev LINK] [proto static|ra|kernel] [table TABLE]",
                "add [blackhole|unreachable|prohibit] " + route,
                "replace [blackhole|unreachable|prohibit] " + route,
                "del [blackhole|unreachable|prohibit] " + route,
                "get ADDR [from ADDR] [dev LINK]",
                "flush [proto static|ra]",
                "load FILE");
    }

    @Override
    public List<String> complete(String word) {
        if (!word.equals("TABLE")) {
            return List.of();
        }
        var tables = new TreeSet<String>();
        node.routes().rows().forEach(row -> tables.add(row.table()));
        node.links().rows().forEach(link -> tables.add(link.table()));
        return List.copyOf(tables);
    }

    @Override
    public void run(Call call) throws CommandException {
        var args = call.args();
        switch (args.verb("show", "add", "replace", "del", "get", "flush", "load")) {
            case "add" -> add(args, false);
            case "replace" -> add(args, true);
            case "del" -> delete(args);
            case "get" -> new RouteLookup(node, family).run(call);
            case "flush" -> flush(call);
            case "load" -> new RouteLoader(node, family).run(call);
            default -> show(call);
        }
    }

    @Override
    public List<String> configuration() {
        var scene = scene(node, family);
        return node.routes().rows().stream()
                .filter(row -> row.family() == family && row.owner().equals(Row.PERSON))
                .map(row -> "add " + RouteText.words(row, scene))
                .toList();
    }

    @Override
    public int configurationOrder() {
        return 30;
    }

    /// On any thread: what the words of a route may refer to now.
    static Scene scene(Node node, IpFamily family) {
        return new Scene(family, node.links().rows(), node.addresses().rows(), node.routes()::rows);
    }

    /// On the loop.
    static void add(Node node, RouteRow row, Args args, boolean replace) throws CommandException {
        if (!replace && node.routes().get(row.key()) != null) {
            throw exists(args, row);
        }
        if (!node.routes().put(row)) {
            throw full(args, node);
        }
    }

    static CommandException exists(Args args, RouteRow row) {
        return args.failed("a route to " + RouteText.destination(row.destination()) + " with metric " + row.metric()
                + " exists: use replace, or another metric");
    }

    static CommandException full(Args args, Node node) {
        return args.failed(
                "the table of routes is full: it holds " + node.routes().limit());
    }

    private void show(Call call) throws CommandException {
        var scene = scene(node, family);
        var filter = RouteFilter.parse(call.args(), scene);
        long now = node.time().nanos();
        var rows = new ArrayList<>(node.routes().rows());
        rows.removeIf(row -> !filter.shows(row));
        rows.sort(ORDER);
        for (var row : rows) {
            if (call.cancelled()) {
                return;
            }
            call.print(RouteText.line(row, scene, now));
        }
        for (var link : node.links().rows()) {
            if (hasLinkLocal(link)) {
                var row = Connected.linkLocal(link, OwnRoutes.OWNER);
                if (filter.shows(row)) {
                    call.print(RouteText.line(row, scene, now));
                }
            }
        }
    }

    /// fe80::/64 is on the link without a row; it is shown where the link speaks IPv6.
    private boolean hasLinkLocal(LinkRow link) {
        return family == IpFamily.IPV6
                && link.adminUp()
                && node.addressesOf(family).stream()
                        .anyMatch(a -> a.link() == link.index()
                                && a.usable()
                                && a.address().isLinkLocal());
    }

    private void add(Args args, boolean replace) throws CommandException {
        var scene = scene(node, family);
        var row = RouteWords.parseNew(args, scene).row(scene, args);
        node.loop().call(() -> {
            add(node, row, args, replace);
            return true;
        });
    }

    private void delete(Args args) throws CommandException {
        var spec = RouteWords.parse(args, scene(node, family));
        var row = first(spec, args);
        node.loop().call(() -> {
            if (!row.equals(node.routes().get(row.key()))) {
                throw args.failed("the route has just changed: look again");
            }
            var left = spec.without(row);
            if (left == null || !left.key().equals(row.key())) {
                node.routes().remove(row.key());
            }
            if (left != null) {
                node.routes().put(left);
            }
            return true;
        });
    }

    /// As in iproute2, one route is deleted: of those that the words describe, the one that is used first.
    private RouteRow first(RouteSpec spec, Args args) throws CommandException {
        var found = node.routes().rows().stream()
                .filter(spec::matches)
                .min((a, b) -> Integer.compare(a.metric(), b.metric()))
                .orElseThrow(() -> args.failed("no such route"));
        if (found.protocol().equals(Connected.PROTOCOL)) {
            throw args.failed(IpFamily.text(found.destination())
                    + " is connected: it goes with the address (addr6 del, addr4 del)");
        }
        return found;
    }

    private void flush(Call call) throws CommandException {
        var args = call.args();
        String protocol = args.accept("proto") ? RouteWords.protocol(args, scene(node, family)) : null;
        args.end();
        if (Connected.PROTOCOL.equals(protocol)) {
            throw args.failed("connected routes go with their addresses (addr6 del, addr4 del)");
        }
        var doomed = node.routes().rows().stream()
                .filter(row -> row.family() == family)
                .filter(row -> protocol == null
                        ? !row.protocol().equals(Connected.PROTOCOL)
                        : row.protocol().equals(protocol))
                .map(RouteRow::key)
                .toList();
        int flushed = 0;
        for (int from = 0; from < doomed.size() && !call.cancelled(); from += BATCH) {
            var some = doomed.subList(from, Math.min(doomed.size(), from + BATCH));
            flushed += node.loop().call(() -> remove(some));
            call.progress(flushed + " flushed");
        }
        call.print(Line.text(flushed + (flushed == 1 ? " route" : " routes") + " flushed")
                .keyed("flushed", flushed));
    }

    /// On the loop.
    private int remove(List<RouteKey> keys) {
        int removed = 0;
        for (var key : keys) {
            removed += node.routes().remove(key) == null ? 0 : 1;
        }
        return removed;
    }
}
