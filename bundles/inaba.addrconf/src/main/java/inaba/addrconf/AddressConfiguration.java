package inaba.addrconf;

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

/// The protocol `addrconf`. All of its state is in the rows, so that a new configuration, like a successor, just
/// starts from them.
@Component(configurationPid = "inaba.addrconf", service = Protocol.class)
@Designate(ocd = AddrconfConfig.class)
public final class AddressConfiguration implements Protocol {
    private volatile AddrconfConfig config;
    private volatile @Nullable Node node;
    private @Nullable AddrconfSession session;

    @Activate
    public AddressConfiguration(AddrconfConfig config) {
        this.config = config;
    }

    @Modified
    void configure(AddrconfConfig now) {
        config = now;
        var running = node;
        if (running != null) {
            running.loop().post(this::restart);
        }
    }

    @Override
    public String slot() {
        return "addrconf";
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(
                Icmpv6Type.ROUTER_ADVERTISEMENT, Icmpv6Type.NEIGHBOR_SOLICITATION, Icmpv6Type.NEIGHBOR_ADVERTISEMENT);
    }

    @Override
    public void start(Node on) {
        node = on;
        session = new AddrconfSession(on, config);
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
        return running == null ? AddrconfDrop.LINK_DOWN : running.receive(packet);
    }

    private void restart() {
        var on = node;
        if (on != null) {
            stop();
            start(on);
        }
    }
}
