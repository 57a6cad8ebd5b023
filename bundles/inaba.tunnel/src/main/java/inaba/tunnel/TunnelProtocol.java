package inaba.tunnel;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.IpProtocol;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/// The protocol `tunnel`. Its state is in the rows, so that a successor just starts from them.
@Component(service = Protocol.class)
public final class TunnelProtocol implements Protocol {
    private @Nullable TunnelSession session;

    @Override
    public String slot() {
        return "tunnel";
    }

    @Override
    public void start(Node node) {
        session = new TunnelSession(node);
    }

    @Override
    public void stop() {
        var ended = session;
        session = null;
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(
                Icmpv6Type.DESTINATION_UNREACHABLE,
                Icmpv6Type.PACKET_TOO_BIG,
                Icmpv6Type.TIME_EXCEEDED,
                Icmpv6Type.PARAMETER_PROBLEM);
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return Set.of(IpProtocol.ICMP);
    }

    /// Errors about outer packets of ours.
    @Override
    public Verdict receive(Packet packet) {
        var running = session;
        return running == null ? Verdict.Go.PASS : running.failed(packet);
    }
}
