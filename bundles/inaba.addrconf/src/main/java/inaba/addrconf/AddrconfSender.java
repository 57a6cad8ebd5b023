package inaba.addrconf;

import inaba.api.counter.Counter;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.api.protocol.Node;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.RouterSolicitation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and sends the solicitations of autoconfiguration.
final class AddrconfSender {
    private static final Logger LOG = LoggerFactory.getLogger(AddrconfSender.class);
    private static final int HOP_LIMIT = 255;

    private final Node node;
    private final Counter checks;
    private final Counter routerSolicitations;
    private final Counter unsent;

    AddrconfSender(Node node) {
        this.node = node;
        this.checks = node.counters().named("inaba.addrconf.dad-solicitations-sent");
        this.routerSolicitations = node.counters().named("inaba.addrconf.router-solicitations-sent");
        this.unsent = node.counters().named("inaba.addrconf.unsent");
    }

    /// Asks whether somebody has the address, RFC 4862 §5.4.2 and RFC 7527 §4.1.
    ///
    /// @param nonce of [inaba.wire.nd.NonceOption#MIN_NONCE] octets
    void check(LinkRow link, Ipv6Address target, byte[] nonce) {
        var packet =
                take(NeighborSolicitation.FIXED_BYTES + NdOption.UNIT, Ipv6Address.UNSPECIFIED, target.solicitedNode());
        if (packet != null) {
            var message = NdInvalid.message(packet);
            new NeighborSolicitation(message).start().targetAddress(target);
            new NdOptionsWriter(message, NeighborSolicitation.FIXED_BYTES).nonce(nonce);
            node.output().sendTo(packet, link.index(), MacAddress.ofMulticast(target.solicitedNode()));
            checks.add(1);
        }
    }

    /// A Router Solicitation, RFC 4861 §6.3.7, with our MAC where the source tells whose it is.
    void solicitRouters(LinkRow link, @Nullable Ipv6Address source) {
        boolean told = source != null && !link.pointToPoint(); // RFC 4213 §3.8
        int bytes = RouterSolicitation.FIXED_BYTES + (told ? LinkLayerAddressOption.BYTES : 0);
        var packet = take(bytes, source == null ? Ipv6Address.UNSPECIFIED : source, Ipv6Address.ALL_ROUTERS);
        if (packet != null) {
            var message = NdInvalid.message(packet);
            new RouterSolicitation(message).start();
            if (told) {
                new NdOptionsWriter(message, RouterSolicitation.FIXED_BYTES).sourceLinkLayerAddress(link.mac());
            }
            node.output().sendTo(packet, link.index(), MacAddress.ofMulticast(Ipv6Address.ALL_ROUTERS));
            routerSolicitations.add(1);
        }
    }

    private @Nullable Packet take(int bytes, Ipv6Address source, Ipv6Address destination) {
        try {
            return node.output().takeIcmpv6(bytes, source, destination, HOP_LIMIT);
        } catch (IllegalStateException exhausted) {
            LOG.debug("not sent to {}: {}", destination, exhausted.getMessage());
            unsent.add(1);
            return null;
        }
    }
}
