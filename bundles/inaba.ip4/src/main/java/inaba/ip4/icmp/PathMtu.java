package inaba.ip4.icmp;

import inaba.api.protocol.Node;
import inaba.api.route.PathMtuRow;
import inaba.ip4.Ip4;
import inaba.ip4.icmp.core.Plateaus;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// Path MTU Discovery, RFC 1191: keeps what Fragmentation Needed says in the table of both families.
record PathMtu(Node node, Duration lifetime) {
    /// @param packet as it is quoted: the packet that was too big, from our address
    /// @param told the next hop's MTU, or 0
    void learn(MemorySegment packet, int told) {
        var quoted = new Ipv4Header(packet, 0);
        if (!node.sent(packet)) {
            node.counters().named("inaba.ip4.icmp.path-mtu-not-sent").add(1);
            return; // as RFC 8201 §4 asks for IPv6: who cannot see our packets cannot answer them
        }
        if (!quoted.dontFragment() || told >= quoted.totalLength()) {
            return; // RFC 1191 §4: only what may not be cut is refused, and only for being longer
        }
        var destination = Ipv6Address.ofIpv4(quoted.destination());
        var key = new PathMtuRow.Key(0, destination);
        var known = node.pathMtus().get(key);
        int mtu = Plateaus.mtu(told, quoted.totalLength());
        if (known == null || mtu < known.mtu()) {
            long until = node.time().nanos() + lifetime.toNanos();
            node.pathMtus().put(new PathMtuRow(0, destination, mtu, Ip4.OWNER, until));
        }
    }
}
