package inaba.route;

import inaba.api.manage.Call;
import inaba.api.manage.CommandException;
import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.api.route.RouteRow;
import inaba.route.core.RouteText;
import inaba.route.core.RouteWords;
import inaba.route.core.Scene;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/// `route6 get`: what the published table says of a packet.
final class RouteLookup {
    private final Node node;
    private final IpFamily family;

    RouteLookup(Node node, IpFamily family) {
        this.node = node;
        this.family = family;
    }

    /// `get ADDR [from ADDR] [dev LINK]`; the verb was read.
    void run(Call call) throws CommandException {
        var args = call.args();
        var scene = RouteCommand.scene(node, family);
        var said = args.zonedAddress(family);
        var destination = said.value();
        var source = Ipv6Address.UNSPECIFIED;
        var device = RouteWords.through(args, scene, said.zone(), null);
        while (args.hasNext()) {
            if (args.accept("from")) {
                var from = args.zonedAddress(family);
                source = from.value();
                device = RouteWords.through(args, scene, from.zone(), device);
            } else if (args.accept("dev")) {
                device = RouteWords.through(args, scene, args.next("LINK"), device);
            } else {
                throw args.unexpected("from or dev");
            }
        }
        int through = device == null ? 0 : device;
        if (through == 0 && (destination.isLinkLocal() || destination.isMulticast())) {
            String text = IpFamily.text(destination);
            throw args.usage(text + " is on every link: say on which, as " + text + "%LINK or with dev LINK");
        }
        var from = source;
        var found = node.loop().call(() -> node.resolve(destination, from, through));
        if (found == null) {
            throw args.failed("no route to " + IpFamily.text(destination));
        }
        call.print(line(destination, source, found, scene));
    }

    private Line line(Ipv6Address destination, Ipv6Address source, Node.Resolved found, Scene scene) {
        var line = Line.of().bare("type", type(found));
        line.bare("dst", IpFamily.text(destination))
                .keyed("from", source.isUnspecified() ? null : IpFamily.text(source));
        var hop = found.nextHop();
        if (hop != null) {
            line.keyed("via", hop.neighbor().equals(destination) ? null : IpFamily.text(hop.neighbor()));
            line.keyed("dev", scene.name(hop.link()));
        }
        line.keyed("table", found.table().equals(RouteRow.MAIN) ? null : found.table());
        var route = found.route();
        if (route == null) {
            return line.keyed("src", found.source() == null ? null : IpFamily.text(found.source()));
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
