package inaba.mld;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// The protocol `mld`. All of its state is in the rows, so that a new configuration, like a successor, just starts from
/// them.
@Component(configurationPid = "inaba.mld", service = Protocol.class)
@Designate(ocd = MldConfig.class)
public final class MulticastListener implements Protocol {
    private volatile MldConfig config;
    private volatile @Nullable Node node;
    private @Nullable MldSession session;

    @Activate
    public MulticastListener(MldConfig config) {
        this.config = config;
    }

    @Modified
    void configure(MldConfig now) {
        config = now;
        var running = node;
        if (running != null) {
            running.loop().post(this::restart);
        }
    }

    @Override
    public String slot() {
        return "mld";
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(Icmpv6Type.MLD_QUERY, Icmpv6Type.MLD_REPORT, Icmpv6Type.MLD_DONE, Icmpv6Type.MLDV2_REPORT);
    }

    @Override
    public void start(Node on) {
        node = on;
        session = new MldSession(on, config);
    }

    @Override
    public void stop() {
        var ended = session;
        node = null;
        session = null;
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    public Verdict receive(Packet packet) {
        var running = session;
        return running == null ? MldDrop.LINK_DOWN : running.receive(packet);
    }

    private void restart() {
        var on = node;
        if (on != null) {
            stop();
            start(on);
        }
    }
}
