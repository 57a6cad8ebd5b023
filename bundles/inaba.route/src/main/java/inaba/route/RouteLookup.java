package inaba.route;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.route.core.RouteText;
import inaba.route.core.RouteWords;
import inaba.route.core.Scene;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// `route6 get`: what the published table says of a packet.
final class RouteLookup {
    private final Node node;

    RouteLookup(Node node) {
        this.node = node;
    }

    /// `get ADDR [from ADDR] [dev LINK]`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        var scene = RouteCommand.scene(node);
        var destination = args.address();
        var source = Ipv6Address.UNSPECIFIED;
        int link = 0;
        while (args.hasNext()) {
            if (args.accept("from")) {
                source = args.address();
            } else if (args.accept("dev")) {
                link = RouteWords.link(args, scene);
            } else {
                throw args.unexpected("from or dev");
            }
        }
        if (link == 0 && (destination.isLinkLocal() || destination.isMulticast())) {
            throw args.usage(destination + " is on every link: say on which with dev LINK");
        }
        var from = source;
        int through = link;
        var found = node.loop().call(() -> node.resolve(destination, from, through));
        if (found == null) {
            throw args.failed("no route to " + destination);
        }
        call.print(line(destination, source, found, scene));
    }

    private Line line(Ipv6Address destination, Ipv6Address source, Node.Resolved found, Scene scene) {
        var line = Line.of().bare("type", type(found));
        line.bare("dst", destination).keyed("from", source.isUnspecified() ? null : source);
        var hop = found.nextHop();
        if (hop != null) {
            line.keyed("via", hop.neighbor().equals(destination) ? null : hop.neighbor());
            line.keyed("dev", scene.name(hop.link()));
        }
        line.keyed("table", found.table().equals(RouteRow.MAIN) ? null : found.table());
        var route = found.route();
        if (route == null) {
            return line.keyed("src", found.source());
        }
        return RouteText.attributes(line, route, found.source(), node.time().nanos());
    }

    private static @Nullable String type(Node.Resolved found) {
        if (found.local()) {
            return "local";
        }
        var route = found.route();
        return route == null || route.kind() == RouteRow.Kind.UNICAST ? null : RouteText.kind(route);
    }
}
