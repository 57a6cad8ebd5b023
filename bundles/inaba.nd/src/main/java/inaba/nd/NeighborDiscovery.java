package inaba.nd;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.IpFamily;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// The protocol `nd`. All of its state is in the rows, so that a new configuration, like a successor, just starts from
/// them.
@Component(configurationPid = "inaba.nd", service = Protocol.class)
@Designate(ocd = NdConfig.class)
public final class NeighborDiscovery implements Protocol {
    /// Whose the rows are.
    static final String OWNER = "inaba.nd";

    private volatile NdConfig config;
    private volatile @Nullable Node node;
    private @Nullable NdSession session;

    @Activate
    public NeighborDiscovery(NdConfig config) {
        this.config = config;
    }

    @Modified
    void configure(NdConfig now) {
        config = now;
        var running = node;
        if (running != null) {
            running.loop().post(this::restart);
        }
    }

    @Override
    public String slot() {
        return "nd";
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(
                Icmpv6Type.ROUTER_SOLICITATION,
                Icmpv6Type.ROUTER_ADVERTISEMENT,
                Icmpv6Type.NEIGHBOR_SOLICITATION,
                Icmpv6Type.NEIGHBOR_ADVERTISEMENT,
                Icmpv6Type.REDIRECT);
    }

    @Override
    public void start(Node on) {
        var begun = new NdSession(on, config);
        node = on;
        session = begun;
        on.resolver(IpFamily.IPV6, begun);
    }

    @Override
    public void stop() {
        var on = node;
        var ended = session;
        node = null;
        session = null;
        if (on != null && ended != null) {
            on.resolver(IpFamily.IPV6, null);
            ended.close();
        }
    }

    @Override
    public Verdict receive(Packet packet) {
        var running = session;
        return running == null ? NdDrop.LINK_DOWN : running.receive(packet);
    }

    private void restart() {
        var on = node;
        if (on != null) {
            stop();
            start(on);
        }
    }
}
