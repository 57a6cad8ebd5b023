package inaba.route;

import inaba.api.manage.CommandException;
import inaba.api.route.RouteRow;
import inaba.testkit.Components;
import inaba.testkit.Lab;
import inaba.testkit.LabNode;
import inaba.testkit.TypedCall;
import inaba.testkit.Wire;
import inaba.testkit.nd.NdFrame;
import inaba.wire.Ipv6Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A host whose links `lan` and `wan` lie on two wires, and the routers that a test speaks for.
final class RouteLab {
    final Lab lab;
    final Wire lan = new Wire();
    final Wire wan = new Wire();
    final LabNode host;
    RouteProtocol protocol = Components.make(RouteProtocol.class);

    RouteLab(Path state) {
        this(state, false);
    }

    RouteLab(Path state, boolean forwarding) {
        lab = new Lab(state);
        host = lab.node("host", forwarding);
        host.link("lan", lan);
        host.link("wan", wan);
        host.start(protocol);
        lab.settle();
    }

    void hears(NdFrame advertisement) {
        wan.inject(advertisement.bytes());
        lab.settle();
    }

    void passes(long seconds) {
        lab.advance(Duration.ofSeconds(seconds));
    }

    /// What `route6` prints for these words.
    List<String> types(String words) throws CommandException {
        var lines = TypedCall.type(new RouteCommand(host.engine()), words);
        lab.settle();
        return lines;
    }

    /// The routes in the table, as `route6 show` prints them.
    List<String> routes() throws CommandException {
        return types("show");
    }

    /// The next hop for a destination, or null.
    @Nullable
    String nextHop(String destination) {
        return nextHop(destination, 0);
    }

    /// @param link the one to leave by, or 0
    @Nullable
    String nextHop(String destination, int link) {
        var found = host.engine().resolve(Ipv6Address.parse(destination), Ipv6Address.UNSPECIFIED, link);
        var hop = found == null ? null : found.nextHop();
        return hop == null ? null : hop.neighbor().toString();
    }

    long drops(String name) {
        return host.engine().counters().totals().getOrDefault(name, 0L);
    }

    List<RouteRow> rows() {
        return host.engine().routes().rows();
    }
}
