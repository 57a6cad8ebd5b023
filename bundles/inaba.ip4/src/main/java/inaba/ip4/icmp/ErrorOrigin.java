package inaba.ip4.icmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip.limit.ErrorLimiter;
import inaba.ip4.Ip4;
import inaba.ip4.icmp.core.ErrorRule;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Originates errors where RFC 1812 §4.3.2.7 allows it. On the control loop.
final class ErrorOrigin {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorOrigin.class);
    private static final int POINTER_SHIFT = 24;

    private final Node node;
    private final Ip4 ip4;
    private final ErrorLimiter limiter;
    private final ErrorLimiter tooBigLimiter;

    ErrorOrigin(Node node, Ip4 ip4, ErrorLimiter.Limits limits) {
        this.node = node;
        this.ip4 = ip4;
        this.limiter = new ErrorLimiter(limits, node.time().nanos());
        this.tooBigLimiter = new ErrorLimiter(limits, node.time().nanos());
    }

    void error(Packet offender, int type, int code, int parameter) {
        var invoking = new Ipv4Header(offender.memory(), offender.network());
        int link = offender.link();
        boolean toMany = offender.linkMulticast()
                || Ipv6Address.isIpv4Multicast(invoking.destination())
                || ip4.isBroadcast(link, invoking.destination());
        var rule = ErrorRule.mayAnswer(
                offender.memory(), offender.network(), offender.end(), toMany, ip4.isOneHost(link, invoking.source()));
        if (rule != ErrorRule.ALLOWED) {
            count("not-sent-" + rule.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return;
        }
        boolean tooBig = type == Icmpv4Type.DESTINATION_UNREACHABLE && code == Icmpv4Code.FRAGMENTATION_NEEDED;
        if (!(tooBig ? tooBigLimiter : limiter).permits(link, node.time().nanos())) {
            count("rate-limited");
            return;
        }
        send(offender, type, code, parameter);
    }

    void forget(int link) {
        limiter.forget(link);
        tooBigLimiter.forget(link);
    }

    private void send(Packet offender, int type, int code, int parameter) {
        int asked = new Ipv4Header(offender.memory(), offender.network()).destination();
        long param = type == Icmpv4Type.PARAMETER_PROBLEM ? (long) parameter << POINTER_SHIFT : parameter;
        try {
            var verdict = new ErrorWriter(node).send(offender, source(asked), type, code, param);
            count(verdict instanceof Verdict.Go ? "sent-" + name(type) : "not-sent-unroutable");
        } catch (IllegalStateException exhausted) {
            LOG.debug("ICMP error not sent: {}", exhausted.getMessage());
            count("no-buffer");
        }
    }

    /// RFC 1812 §4.3.2.4: the address that was asked, else one of the link that the error leaves by, which source
    /// selection gives.
    private int source(int destination) {
        return ip4.isOurs(destination) ? destination : 0;
    }

    private void count(String what) {
        node.counters().named("inaba.ip4.icmp.errors-" + what).add(1);
    }

    static String name(int type) {
        return Icmpv4Type.name(type).replace(' ', '-');
    }
}
