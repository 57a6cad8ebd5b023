package inaba.icmp6;

import inaba.api.link.AddressRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.icmp6.core.ErrorFormat;
import inaba.icmp6.core.ErrorRule;
import inaba.icmp6.core.Invoking;
import inaba.ip.limit.ErrorLimiter;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Set;

/// Originates errors where RFC 4443 §2.4 allows it. On the control loop.
///
/// Packet Too Big is limited apart, so that a flood of packets to nowhere does not stop Path MTU Discovery.
final class ErrorOrigin {
    private final Node node;
    private final OwnAddresses addresses;
    private final ErrorLimiter limiter;
    private final ErrorLimiter tooBigLimiter;
    private final Set<String> quiet;

    /// @param quiet names of links for whose packets no Destination Unreachable is sent; `*` for all
    ErrorOrigin(Node node, OwnAddresses addresses, ErrorLimiter.Limits limits, Set<String> quiet) {
        this.quiet = quiet;
        this.node = node;
        this.addresses = addresses;
        this.limiter = new ErrorLimiter(limits, node.time().nanos());
        this.tooBigLimiter = new ErrorLimiter(limits, node.time().nanos());
    }

    void error(Packet offender, int type, int code, int parameter) {
        if (type == Icmpv6Type.DESTINATION_UNREACHABLE && isQuiet(offender.link())) {
            count("not-sent-quiet-link");
            return;
        }
        var rule = rule(offender, type, code, parameter);
        if (rule != ErrorRule.ALLOWED) {
            count("not-sent-" + rule.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return;
        }
        var mine = type == Icmpv6Type.PACKET_TOO_BIG ? tooBigLimiter : limiter;
        if (!mine.permits(offender.link(), node.time().nanos())) {
            count("rate-limited");
            return;
        }
        send(offender, type, code, parameter);
    }

    private boolean isQuiet(int link) {
        if (quiet.isEmpty()) {
            return false;
        }
        var row = node.link(link);
        return quiet.contains("*") || row != null && quiet.contains(row.name());
    }

    void forget(int link) {
        limiter.forget(link);
        tooBigLimiter.forget(link);
    }

    private ErrorRule rule(Packet offender, int type, int code, int parameter) {
        MemorySegment memory = offender.memory();
        Ipv6Address source = new Ipv6Header(memory, offender.start()).source();
        return ErrorRule.mayAnswer(
                type,
                code,
                Invoking.wantsReport(memory, offender.start(), offender.end(), parameter),
                Invoking.read(
                        memory,
                        offender.start(),
                        offender.end(),
                        addresses.isAnycast(source, offender.link()),
                        offender.linkMulticast()));
    }

    private void send(Packet offender, int type, int code, int parameter) {
        var invoking = new Ipv6Header(offender.memory(), offender.start());
        Ipv6Address receiver = invoking.source();
        int link = link(offender, receiver);
        Packet packet;
        try {
            packet = node.output().take(Ipv6Header.MIN_MTU);
        } catch (IllegalStateException exhausted) {
            count("no-buffer");
            return;
        }
        long message = packet.start() + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(addresses.hopLimit(link))
                .source(addresses.answering(invoking.destination(), offender.link()))
                .destination(receiver);
        int length = ErrorFormat.write(
                packet.memory().asSlice(message, ErrorFormat.MAX_BYTES),
                type,
                code,
                Integer.toUnsignedLong(parameter),
                offender.memory().asSlice(offender.start(), offender.length()));
        packet.end(message + length);
        var verdict = node.output().send(packet, OwnAddresses.zone(receiver, link));
        count(verdict instanceof Verdict.Go ? "sent-" + name(type) : "not-sent-unroutable");
    }

    /// Where the packet came in; for one of our own, the link of its source, so that a link-local one can be answered.
    private int link(Packet offender, Ipv6Address receiver) {
        if (offender.link() != 0) {
            return offender.link();
        }
        AddressRow own = addresses.find(receiver, 0);
        return own == null ? 0 : own.link();
    }

    private void count(String what) {
        node.counters().named("inaba.icmp6.errors-" + what).add(1);
    }

    static String name(int type) {
        return Icmpv6Type.name(type).replace(' ', '-');
    }
}
