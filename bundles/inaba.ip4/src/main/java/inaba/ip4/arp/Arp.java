package inaba.ip4.arp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/// The protocol `arp`. All of its state is in the rows, so that a new configuration, like a successor, just starts from
/// them.
@Component(configurationPid = "inaba.ip4.arp", service = Protocol.class)
@Designate(ocd = ArpConfig.class)
public final class Arp implements Protocol {
    private volatile ArpConfig config;
    private volatile @Nullable Node node;
    private @Nullable ArpSession session;

    @Activate
    public Arp(ArpConfig config) {
        this.config = config;
    }

    @Modified
    void configure(ArpConfig now) {
        config = now;
        var running = node;
        if (running != null) {
            running.loop().post(this::restart);
        }
    }

    @Override
    public String slot() {
        return "arp";
    }

    @Override
    public Set<Integer> etherTypes() {
        return Set.of(EthernetHeader.ETHERTYPE_ARP);
    }

    @Override
    public void start(Node on) {
        var begun = new ArpSession(on, config);
        node = on;
        session = begun;
        on.resolver(IpFamily.IPV4, begun);
    }

    @Override
    public void stop() {
        var on = node;
        var ended = session;
        node = null;
        session = null;
        if (on != null && ended != null) {
            on.resolver(IpFamily.IPV4, null);
            ended.close();
        }
    }

    @Override
    public Verdict receive(Packet packet) {
        var running = session;
        return running == null ? ArpDrop.LINK_DOWN : running.receive(packet);
    }

    private void restart() {
        var on = node;
        if (on != null) {
            stop();
            start(on);
        }
    }
}
