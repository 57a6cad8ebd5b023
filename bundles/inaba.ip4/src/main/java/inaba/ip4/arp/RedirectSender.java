package inaba.ip4.arp;

import inaba.api.counter.Counter;
import inaba.api.neighbor.NeighborKey;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.limit.TokenBuckets;
import inaba.ip4.Ip4;
import inaba.ip4.icmp.ErrorWriter;
import inaba.ip4.icmp.core.ErrorRule;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Redirects as a router sends them, RFC 1812 §5.2.7.2: for one host, within one subnet.
final class RedirectSender {
    private static final Logger LOG = LoggerFactory.getLogger(RedirectSender.class);
    private static final int MOST_SOURCES = 1024;

    private final Node node;
    private final Ip4 ip4;
    private final TokenBuckets<NeighborKey> limiter;
    private final Counter sent;
    private final Counter limited;

    /// @param perSecond to one host; 0 = none are sent
    RedirectSender(Node node, int perSecond) {
        this.node = node;
        this.ip4 = new Ip4(node);
        this.limiter = new TokenBuckets<>(perSecond, MOST_SOURCES);
        this.sent = node.counters().named("inaba.ip4.redirects-sent");
        this.limited = node.counters().named("inaba.ip4.redirects-limited");
    }

    /// As [inaba.api.neighbor.NeighborResolver#redirect].
    void send(Packet offender, Ipv6Address target, Ipv6Address destination) {
        var link = node.link(offender.link());
        int source = new Ipv4Header(offender.memory(), offender.network()).source();
        var subnet = ip4.subnetOf(offender.link(), target.toIpv4());
        if (link == null
                || !link.forwarding()
                || subnet == null
                || !subnet.subnet().contains(Ipv6Address.ofIpv4(source))
                || target.toIpv4() == source) {
            return;
        }
        boolean toMany = offender.linkMulticast()
                || destination.isMulticast()
                || ip4.isBroadcast(link.index(), destination.toIpv4());
        boolean oneSource = ip4.isOneHost(link.index(), source);
        var rule = ErrorRule.mayAnswer(offender.memory(), offender.network(), offender.end(), toMany, oneSource);
        if (rule != ErrorRule.ALLOWED) {
            return;
        }
        if (!limiter.take(
                new NeighborKey(link.index(), Ipv6Address.ofIpv4(source)),
                node.time().nanos())) {
            limited.add(1);
            return;
        }
        send(offender, subnet.address().toIpv4(), target.toIpv4());
    }

    private void send(Packet offender, int from, int gateway) {
        try {
            var verdict =
                    new ErrorWriter(node).send(offender, from, Icmpv4Type.REDIRECT, Icmpv4Code.REDIRECT_HOST, gateway);
            sent.add(verdict instanceof Verdict.Go ? 1 : 0);
        } catch (IllegalStateException exhausted) {
            LOG.debug("Redirect not sent: {}", exhausted.getMessage());
        }
    }
}
