package inaba.ip4.icmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.ip4.Ip4;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.EchoMessage;
import java.lang.foreign.MemorySegment;

/// Answers echo requests, RFC 1122 §3.2.2.6. On the control loop.
record EchoResponder(Node node, Ip4 ip4) {
    private static final int TIME_TO_LIVE = 64;

    /// Identifier, sequence number and data go back untouched, from the address that was asked. The answer may be cut,
    /// as the question was.
    Verdict answer(Packet request) {
        var asked = new Ipv4Header(request.memory(), request.network());
        if (request.linkMulticast() || !ip4.isOurs(asked.destination())) {
            return Icmp4Drop.TO_MANY;
        }
        if (!ip4.isOneHost(request.link(), asked.source())) {
            return Icmp4Drop.SOURCE_NOT_ONE_HOST;
        }
        int length = (int) (request.end() - request.upper());
        Packet reply;
        try {
            reply = reply(asked, length);
        } catch (IllegalStateException exhausted) {
            return Icmp4Drop.NO_BUFFER;
        }
        var message = reply.memory().asSlice(reply.upper(), length);
        MemorySegment.copy(request.memory(), request.upper(), reply.memory(), reply.upper(), length);
        var echoed = new EchoMessage(request.memory().asSlice(request.upper(), length));
        new EchoMessage(message)
                .start(Icmpv4Type.ECHO_REPLY)
                .identifier(echoed.identifier())
                .sequence(echoed.sequence());
        int zone = Ipv6Address.isIpv4LinkLocal(asked.source()) ? request.link() : 0;
        var verdict = node.output().send(reply, zone);
        node.counters()
                .named("inaba.ip4.icmp.echo-replies-" + (verdict instanceof Verdict.Go ? "sent" : "failed"))
                .add(1);
        return Verdict.Go.DELIVER;
    }

    /// A packet with room for the message.
    private Packet reply(Ipv4Header asked, int length) {
        int options = EchoOptions.bytes(asked);
        int headers = Ipv4Header.BYTES + options;
        var reply = node.output()
                .takeIpv4(options + length, IpProtocol.ICMP, asked.destination(), asked.source(), TIME_TO_LIVE);
        long at = reply.network();
        new Ipv4Header(reply.memory(), at)
                .start(headers)
                .typeOfService(asked.typeOfService() & ~3)
                .fragment(false, false, 0);
        long now = node.time().dayMillis();
        EchoOptions.write(asked, reply.memory(), at + Ipv4Header.BYTES, asked.destination(), now, ip4::isOurs);
        return reply.upper(at + headers, IpProtocol.ICMP);
    }
}
