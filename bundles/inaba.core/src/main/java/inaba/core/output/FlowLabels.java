package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.core.path.Flow;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;

/// Flow Labels of what the node sends: a hash of the flow, so that nothing has to be kept of it (RFC 6437 §3).
///
/// @param secret makes labels that nobody outside can foretell
record FlowLabels(long secret) {
    private static final int BITS = 20;

    /// Labels a packet whose upper-layer header is known, unless it has a label.
    void label(Packet packet) {
        var header = new Ipv6Header(packet.memory(), packet.network());
        if (header.flowLabel() == 0 && isOfFlow(packet)) {
            long h = (Flow.hash(packet) ^ secret) * 0x9e37_79b9_7f4a_7c15L;
            h = (h ^ h >>> 32) * (secret | 1);
            header.flowLabel(Math.max(1, (int) (h >>> Long.SIZE - BITS)));
        }
    }

    /// What keeps the link in order, and errors, are no flows.
    private static boolean isOfFlow(Packet packet) {
        if (packet.upperProtocol() != IpProtocol.ICMPV6) {
            return true;
        }
        int type = new Icmpv6Header(packet.memory(), packet.upper()).type();
        return type == Icmpv6Type.ECHO_REQUEST || type == Icmpv6Type.ECHO_REPLY;
    }
}
