package inaba.ip4.icmp;

import inaba.api.packet.Verdict;
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
    /// RFC 1191 §6.3: a larger packet is not tried within five minutes of such a message.
    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(5);

    /// @param quoted the packet that was too big, from our address, as far as it is quoted; `header` is its header
    /// @param told the next hop's MTU, or 0
    /// @return DELIVER, or why the message changes nothing
    Verdict learn(MemorySegment quoted, Ipv4Header header, int told) {
        if (!header.dontFragment() || told >= header.totalLength()) {
            return Icmp4Drop.NOT_TOO_BIG; // §4: only what may not be cut is refused, and only for being longer
        }
        if (!node.sent(quoted)) {
            return Icmp4Drop.NOT_SENT;
        }
        var destination = Ipv6Address.ofIpv4(header.destination());
        var known = node.pathMtus().get(new PathMtuRow.Key(0, destination));
        int mtu = Plateaus.mtu(told, header.totalLength());
        if (known == null || mtu < known.mtu()) {
            put(destination, mtu, lifetime);
        } else if (known.validUntil() < node.time().nanos() + LEAST_LIFETIME.toNanos()) {
            put(destination, known.mtu(), LEAST_LIFETIME);
        }
        return Verdict.Go.DELIVER;
    }

    private void put(Ipv6Address destination, int mtu, Duration from) {
        long until = node.time().nanos() + from.toNanos();
        node.pathMtus().put(new PathMtuRow(0, destination, mtu, Ip4.OWNER, until));
    }
}
