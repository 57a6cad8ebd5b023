package inaba.ip4.icmp;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.icmp6.ErrorMessage;
import java.lang.foreign.MemorySegment;

/// Writes and sends ICMP messages that quote a packet, RFC 1812 §4.3.2. On the control loop.
public record ErrorWriter(Node node) {
    /// §4.3.2.3: as much of the packet as keeps the error within 576 bytes.
    private static final int MAX_BYTES = 576 - Ipv4Header.BYTES;

    private static final int TIME_TO_LIVE = 64;
    private static final int INTERNETWORK_CONTROL = 6 << 5; // §4.3.2.5

    /// @param source our address, or 0 for the one that source selection gives
    /// @param parameter the second word of the message
    /// @throws IllegalStateException when the pool is exhausted
    public Verdict send(Packet offender, int source, int type, int code, long parameter) {
        var invoking = new Ipv4Header(offender.memory(), offender.network());
        int quoted = Math.min(offender.length(), MAX_BYTES - ErrorMessage.FIXED_BYTES);
        int length = ErrorMessage.FIXED_BYTES + quoted;
        var packet = node.output().takeIpv4(length, IpProtocol.ICMP, source, invoking.source(), TIME_TO_LIVE);
        new Ipv4Header(packet.memory(), packet.network())
                .typeOfService(INTERNETWORK_CONTROL)
                .fragment(false, false, 0);
        var message = packet.memory().asSlice(packet.upper(), length);
        new ErrorMessage(message).start(type, code, parameter);
        MemorySegment.copy(offender.memory(), offender.network(), message, ErrorMessage.FIXED_BYTES, quoted);
        int zone = Ipv6Address.isIpv4LinkLocal(invoking.source()) ? offender.link() : 0;
        return node.output().send(packet, zone);
    }
}
