package inaba.addrconf;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.AddressRow.State;
import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NdOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.NonceOption;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What messages say about tentative addresses, and what routers advertise.
///
/// Neighbor Discovery sees the same messages: it leaves those about tentative addresses to us, we leave it the others.
final class AddrconfReceiver {
    private final Node node;
    private final AddrconfConfig config;
    private final DuplicateDetection detection;
    private final Autoconfiguration autoconfiguration;
    private final RouterSolicitor solicitor;

    AddrconfReceiver(
            Node node,
            AddrconfConfig config,
            DuplicateDetection detection,
            Autoconfiguration autoconfiguration,
            RouterSolicitor solicitor) {
        this.node = node;
        this.config = config;
        this.detection = detection;
        this.autoconfiguration = autoconfiguration;
        this.solicitor = solicitor;
    }

    Verdict receive(Packet packet) {
        var invalid = NdInvalid.of(packet);
        if (invalid != null) {
            return invalid;
        }
        var link = node.link(packet.link());
        if (link == null || !link.runs()) {
            return AddrconfDrop.LINK_DOWN;
        }
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var message = NdInvalid.message(packet);
        return switch (new Icmpv6Header(message, 0).type()) {
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> routerAdvertisement(link, ip, message);
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> solicitation(link, ip, message);
            default -> advertisement(link, ip, message);
        };
    }

    private Verdict routerAdvertisement(LinkRow link, Ipv6Header ip, MemorySegment message) {
        if (link.forwarding()) {
            return AddrconfDrop.NOT_A_HOST;
        }
        var advertisement = new RouterAdvertisement(message);
        if (config.autoconfigure()) {
            boolean multicast = ip.destination().isMulticast();
            autoconfiguration.advertised(link, new NdOptions(advertisement.options()), multicast);
        }
        if (advertisement.routerLifetime() > 0) {
            solicitor.answered(link.index());
        }
        return Verdict.Go.DELIVER;
    }

    /// RFC 4862 §5.4.3
    private Verdict solicitation(LinkRow link, Ipv6Header ip, MemorySegment message) {
        var solicitation = new NeighborSolicitation(message);
        var row = checked(link, solicitation.targetAddress());
        if (row == null || row.state() == State.OPTIMISTIC && !ip.source().isUnspecified()) {
            return AddrconfDrop.TARGET_NOT_TENTATIVE;
        }
        if (ip.destination().equals(row.address())) {
            return AddrconfDrop.TO_TENTATIVE_ADDRESS;
        }
        if (!ip.source().isUnspecified()) {
            return AddrconfDrop.RESOLVES_TENTATIVE_ADDRESS;
        }
        boolean own = detection.solicited(row, nonce(new NdOptions(solicitation.options())));
        return own ? AddrconfDrop.LOOPED_BACK : Verdict.Go.DELIVER;
    }

    /// RFC 4862 §5.4.4
    private Verdict advertisement(LinkRow link, Ipv6Header ip, MemorySegment message) {
        var row = checked(link, new NeighborAdvertisement(message).targetAddress());
        if (row == null) {
            return AddrconfDrop.TARGET_NOT_TENTATIVE;
        }
        if (row.state() == State.TENTATIVE && ip.destination().equals(row.address())) {
            return AddrconfDrop.TO_TENTATIVE_ADDRESS;
        }
        detection.advertised(row);
        return Verdict.Go.DELIVER;
    }

    private @Nullable AddressRow checked(LinkRow link, Ipv6Address target) {
        var row = node.addresses().get(new AddressKey(link.index(), target));
        return row != null && row.checked() ? row : null;
    }

    private static byte @Nullable [] nonce(NdOptions options) {
        var option = options.find(NonceOption.TYPE).map(NdOption::bytes).orElse(null);
        return option != null && NonceOption.fits(option) ? new NonceOption(option).nonce() : null;
    }
}
