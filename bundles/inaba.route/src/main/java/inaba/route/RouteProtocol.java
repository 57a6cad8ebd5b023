package inaba.route;

import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// The protocol `route`: keeps connected and learned routes in the engine's table, and takes routes away whose link
/// went.
@Component(service = Protocol.class, configurationPid = OwnRoutes.OWNER)
@Designate(ocd = RouteConfig.class)
public final class RouteProtocol implements Protocol {
    private volatile LearnedRoutes.Settings settings;
    private @Nullable LearnedRoutes learned;
    private List<Runnable> running = List.of();

    @Activate
    public RouteProtocol(RouteConfig config) {
        settings = LearnedRoutes.Settings.of(config);
    }

    @Modified
    void configure(RouteConfig now) {
        settings = LearnedRoutes.Settings.of(now);
    }

    @Override
    public String slot() {
        return "route";
    }

    @Override
    public void start(Node node) {
        var own = new OwnRoutes(node);
        var connected = new ConnectedRoutes(node, own);
        var listener = new LearnedRoutes(node, own, () -> settings);
        learned = listener;
        var links = node.links().watch((before, after) -> {
            if (before != null && after == null) {
                takeAway(node, before);
            }
        });
        running = List.of(links::close, listener::close, connected::close, own::close);
    }

    @Override
    public void stop() {
        running.forEach(Runnable::run);
        running = List.of();
        learned = null;
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(Icmpv6Type.ROUTER_ADVERTISEMENT);
    }

    @Override
    public Verdict receive(Packet packet) {
        var listener = learned;
        return listener == null ? Verdict.Go.DELIVER : listener.receive(packet);
    }

    /// A link went, and its index is never used again: routes that also lead elsewhere lose their next hops there,
    /// whoever made them. Those that led nowhere else go with the link by themselves.
    private static void takeAway(Node node, LinkRow link) {
        for (var row : node.routes().rows()) {
            var left = row.nextHops().stream()
                    .filter(hop -> hop.link() != link.index())
                    .toList();
            if (!left.isEmpty() && left.size() < row.nextHops().size()) {
                node.routes().put(row.withNextHops(left));
            }
        }
    }
}
