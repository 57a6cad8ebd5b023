package inaba.link.sim.host;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;

/// The ICMPv6 messages that a host sends, checksum still zero.
final class Messages {
    private Messages() {}

    static MemorySegment routerSolicitation(MacAddress ours) {
        var message = empty(RouterSolicitation.FIXED_BYTES + LinkLayerAddressOption.BYTES);
        var view = new RouterSolicitation(message).start();
        new NdOptionsWriter(view.options()).sourceLinkLayerAddress(ours);
        return message;
    }

    static MemorySegment neighborSolicitation(Ipv6Address target, MacAddress ours) {
        var message = empty(NeighborSolicitation.FIXED_BYTES + LinkLayerAddressOption.BYTES);
        var view = new NeighborSolicitation(message).start().targetAddress(target);
        new NdOptionsWriter(view.options()).sourceLinkLayerAddress(ours);
        return message;
    }

    static MemorySegment neighborAdvertisement(Ipv6Address target, MacAddress ours, boolean solicited) {
        var message = empty(NeighborAdvertisement.FIXED_BYTES + LinkLayerAddressOption.BYTES);
        var view = new NeighborAdvertisement(message)
                .start()
                .flags(false, solicited, true)
                .targetAddress(target);
        new NdOptionsWriter(view.options()).targetLinkLayerAddress(ours);
        return message;
    }

    /// RFC 4443 §4.2: identifier, sequence number and data are those of the request.
    static MemorySegment echoReply(MemorySegment request) {
        var message = empty((int) request.byteSize());
        message.copyFrom(request);
        Layouts.u8(message, 0, Icmpv6Type.ECHO_REPLY);
        return message;
    }

    /// @param offender the packet in error, from its IPv6 header
    static MemorySegment error(int type, int code, long parameter, MemorySegment offender) {
        long quoted = Math.min(offender.byteSize(), ErrorMessage.MAX_QUOTED);
        var message = empty((int) (ErrorMessage.FIXED_BYTES + quoted));
        var view = new ErrorMessage(message).start(type, code, parameter);
        MemorySegment.copy(offender, 0, view.quoted(), 0, quoted);
        return message;
    }

    private static MemorySegment empty(int bytes) {
        return MemorySegment.ofArray(new byte[bytes]);
    }
}
