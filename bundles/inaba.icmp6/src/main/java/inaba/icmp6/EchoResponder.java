package inaba.icmp6;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Answers echo requests, RFC 4443 §4.2. On the control loop.
record EchoResponder(Node node, OwnAddresses addresses) {
    Verdict answer(Packet request) {
        var asked = new Ipv6Header(request.memory(), request.network());
        Ipv6Address requester = asked.source();
        if (requester.isUnspecified() || requester.isMulticast()) {
            return Icmp6Drop.SOURCE_NOT_UNICAST;
        }
        Ipv6Address source = source(asked.destination(), requester, request.link());
        if (source == null) {
            return Icmp6Drop.NO_SOURCE_ADDRESS;
        }
        Packet reply;
        try {
            reply = node.output().take(Ipv6Header.BYTES + (int) (request.end() - request.upper()));
        } catch (IllegalStateException exhausted) {
            return Icmp6Drop.NO_BUFFER;
        }
        write(reply, request, source, requester, asked.dscp());
        var verdict = node.output().send(reply, OwnAddresses.zone(requester, request.link()));
        node.counters()
                .named(
                        verdict instanceof Verdict.Go
                                ? "inaba.icmp6.echo-replies-sent"
                                : "inaba.icmp6.echo-replies-failed")
                .add(1);
        return Verdict.Go.DELIVER;
    }

    /// A unicast request is answered from its destination; any other from an address of the link it came in on (§4.2).
    private @Nullable Ipv6Address source(Ipv6Address asked, Ipv6Address requester, int link) {
        Ipv6Address own = addresses.answering(asked, link);
        return own.isUnspecified() ? node.output().source(requester, link) : own;
    }

    /// Identifier, sequence number and data go back untouched.
    private void write(Packet reply, Packet request, Ipv6Address source, Ipv6Address requester, int dscp) {
        MemorySegment memory = reply.memory();
        long message = reply.start() + Ipv6Header.BYTES;
        long length = request.end() - request.upper();
        var echoed = new EchoMessage(request.memory().asSlice(request.upper(), length));
        new Ipv6Header(memory, reply.start())
                .start(dscp << 2, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(addresses.hopLimit(request.link()))
                .source(source)
                .destination(requester);
        new EchoMessage(memory.asSlice(message, length))
                .start(Icmpv6Type.ECHO_REPLY)
                .identifier(echoed.identifier())
                .sequence(echoed.sequence())
                .data()
                .copyFrom(echoed.data());
        reply.end(message + length);
    }
}
