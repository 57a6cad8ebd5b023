package inaba.raguard;

import inaba.api.hook.Hook;
import inaba.api.link.RaGuardRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.link.ByLink;
import inaba.raguard.core.Policy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The hook: each link's policy, in front of all that could believe an advertisement.
@Component(service = Hook.class)
public final class RaGuard implements Hook {
    private final ByLink<RaGuardRow, Policy> policies;

    @Activate
    public RaGuard(@Reference Node node) {
        policies = new ByLink<>(node.raGuards(), Policy::new, node::hooksChanged);
    }

    @Deactivate
    void stop() {
        policies.close();
    }

    @Override
    public Point point() {
        return Point.INGRESS;
    }

    @Override
    public boolean idle() {
        return policies.isEmpty();
    }

    @Override
    public Verdict inspect(Packet packet) {
        var policy = policies.of(packet.link());
        return policy == null ? Verdict.Go.DELIVER : policy.of(packet);
    }
}
