package inaba.ip4.igmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.Checksum;
import inaba.wire.IgmpMessage;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/// The protocol `igmp`. A querier of version 3 understands reports of version 2 (RFC 3376 §7.3.2).
@Component(service = Protocol.class)
public final class Igmp implements Protocol {
    private static final int TENTH_MILLIS = 100;
    private static final int V1_RESPONSE_TENTHS = 100; // RFC 2236 §4: 10 seconds

    private @Nullable Reports reports;

    @Override
    public String slot() {
        return "igmp";
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return Set.of(IpProtocol.IGMP);
    }

    @Override
    public void start(Node node) {
        reports = new Reports(node);
    }

    @Override
    public void stop() {
        var ended = reports;
        reports = null;
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    public Verdict receive(Packet packet) {
        var running = reports;
        if (running == null) {
            return IgmpDrop.NOT_RUNNING;
        }
        if (!IgmpMessage.fits(packet.memory(), packet.upper(), packet.end())) {
            return IgmpDrop.TOO_SHORT;
        }
        long length = packet.end() - packet.upper();
        if (Checksum.finish(Checksum.sum(packet.memory(), packet.upper(), length, 0)) != 0) {
            return IgmpDrop.CHECKSUM;
        }
        var message = new IgmpMessage(packet.memory(), packet.upper());
        int group = message.group();
        boolean named = Ipv6Address.isIpv4Multicast(group);
        switch (message.type()) {
            case IgmpMessage.QUERY -> {
                if (group != 0 && !named) {
                    return IgmpDrop.NOT_A_GROUP;
                }
                int tenths = message.maxResponseTime() == 0 ? V1_RESPONSE_TENTHS : message.maxResponseTime();
                running.queried(packet.link(), group, Duration.ofMillis((long) tenths * TENTH_MILLIS));
            }
            case IgmpMessage.V1_REPORT, IgmpMessage.V2_REPORT -> {
                if (!named) {
                    return IgmpDrop.NOT_A_GROUP;
                }
                running.heard(packet.link(), group);
            }
            case IgmpMessage.LEAVE, IgmpMessage.V3_REPORT -> {} // for routers
            default -> {
                return IgmpDrop.UNKNOWN_TYPE;
            }
        }
        return Verdict.Go.DELIVER;
    }
}
