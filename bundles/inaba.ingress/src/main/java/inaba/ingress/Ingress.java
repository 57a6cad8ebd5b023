package inaba.ingress;

import inaba.api.hook.Hook;
import inaba.api.link.IngressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ingress.core.Filter;
import inaba.ip.link.ByLink;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The hook: each link's filter, in front of everything else that looks at a packet.
@Component(service = Hook.class)
public final class Ingress implements Hook {
    private final ByLink<IngressRow, Filter> filters;
    private final Filter.Way way;

    @Activate
    public Ingress(@Reference Node node) {
        way = node::reversePath;
        filters = new ByLink<>(node.ingressFilters(), Filter::new, node::hooksChanged);
    }

    @Deactivate
    void stop() {
        filters.close();
    }

    @Override
    public Point point() {
        return Point.INGRESS;
    }

    @Override
    public boolean idle() {
        return filters.isEmpty();
    }

    @Override
    public Verdict inspect(Packet packet) {
        var filter = filters.of(packet.link());
        return filter == null ? Verdict.Go.DELIVER : filter.of(packet, way);
    }
}
