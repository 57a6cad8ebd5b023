package inaba.tunnel;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.tunnel.core.ErrorInside;
import inaba.tunnel.path.Quoted;
import inaba.tunnel.path.Tunnel;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv4Header;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;
import java.util.Collection;

/// Tells the sources of packets inside what became of them: ICMP errors about outer packets of ours, RFC 2473 §8,
/// RFC 4213 §3.4, RFC 2003 §4. On the control loop.
final class Relay {
    private static final String RELAYED = "inaba.tunnel.errors-relayed";
    private static final String UNREADABLE = "inaba.tunnel.errors-unreadable";

    private final Node node;

    Relay(Node node) {
        this.node = node;
    }

    /// @return PASS for what is not about a tunnel, DELIVER for what is
    Verdict failed(Packet packet, Collection<Tunnel> tunnels) {
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        if (tunnels.isEmpty() || !ErrorMessage.fits(message)) {
            return Verdict.Go.PASS;
        }
        var error = new ErrorMessage(message);
        if (packet.isIpv4() && !Icmpv4Type.isError(error.type())) {
            return Verdict.Go.PASS;
        }
        var quoted = error.quoted();
        var about = Quoted.of(quoted, tunnels);
        if (about == null) {
            return Verdict.Go.PASS;
        }
        if (about.readable(quoted)) {
            tell(packet, error, quoted, about);
        } else {
            node.counters().named(UNREADABLE).add(1);
        }
        return Verdict.Go.DELIVER;
    }

    private void tell(Packet packet, ErrorMessage error, MemorySegment quoted, Quoted about) {
        boolean toLimit = about.limit() >= 0 && about.limit() == error.param32();
        var inside = ErrorInside.of(packet.isIpv4(), error.type(), error.code(), error.param32(), toLimit)
                .within(about.ipv4(), about.tunnel().overhead(), about.length(quoted), mustStayWhole(quoted, about));
        if (inside == null) {
            return;
        }
        long length = quoted.byteSize() - about.inner();
        Packet offender;
        try {
            offender = node.output().take((int) length);
        } catch (IllegalStateException exhausted) {
            node.counters().named(UNREADABLE).add(1);
            return;
        }
        MemorySegment.copy(quoted, about.inner(), offender.memory(), offender.start(), length);
        offender.end(offender.start() + length)
                .etherType(about.ipv4() ? EthernetHeader.ETHERTYPE_IPV4 : EthernetHeader.ETHERTYPE_IPV6);
        node.error(offender, inside.type(), inside.code(), inside.parameter());
        node.output().release(offender);
        node.counters().named(RELAYED).add(1);
    }

    private static boolean mustStayWhole(MemorySegment quoted, Quoted about) {
        return !about.ipv4() || new Ipv4Header(quoted, about.inner()).dontFragment();
    }
}
