package inaba.ip4.igmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.IpProtocol;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// The protocol `igmp`. All of its state is in the rows, so that a new configuration, like a successor, just starts
/// from them.
@Component(configurationPid = "inaba.ip4.igmp", service = Protocol.class)
@Designate(ocd = IgmpConfig.class)
public final class Igmp implements Protocol {
    private volatile IgmpConfig config;
    private volatile @Nullable Node node;
    private @Nullable IgmpSession session;

    @Activate
    public Igmp(IgmpConfig config) {
        this.config = config;
    }

    @Modified
    void configure(IgmpConfig now) {
        config = now;
        var running = node;
        if (running != null) {
            running.loop().post(this::restart);
        }
    }

    @Override
    public String slot() {
        return "igmp";
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return Set.of(IpProtocol.IGMP);
    }

    @Override
    public void start(Node on) {
        node = on;
        session = new IgmpSession(on, config);
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
        return running == null ? IgmpDrop.LINK_DOWN : running.receive(packet);
    }

    private void restart() {
        var on = node;
        if (on != null) {
            stop();
            start(on);
        }
    }
}
