package inaba.core.neighbor;

import inaba.api.link.LinkRow;
import inaba.api.neighbor.NdInvalid;
import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Output;
import inaba.core.CoreDrop;
import inaba.core.path.LocalAddresses;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers solicitations for our own addresses while `inaba.nd` is not there, so that those who know us keep doing so.
///
/// It learns nothing and resolves nothing: RFC 4861 §7.2.4 for plain unicast addresses, and no more.
public final class NeighborFallback {
    private static final int HOP_LIMIT = 255;
    private final Supplier<LocalAddresses> local;
    private final IntFunction<@Nullable LinkRow> links;
    private final Function<NeighborKey, @Nullable NeighborRow> neighbors;
    private final Supplier<Output> output;

    /// @param links a link by its index, or null where there is none
    /// @param neighbors a neighbour that is known, or null
    public NeighborFallback(
            Supplier<LocalAddresses> local,
            IntFunction<@Nullable LinkRow> links,
            Function<NeighborKey, @Nullable NeighborRow> neighbors,
            Supplier<Output> output) {
        this.local = local;
        this.links = links;
        this.neighbors = neighbors;
        this.output = output;
    }

    /// A Neighbor Solicitation whose checksum is right.
    public Verdict solicited(Packet packet) {
        var invalid = NdInvalid.of(packet);
        if (invalid != null) {
            return invalid;
        }
        var target = new NeighborSolicitation(NdInvalid.message(packet)).targetAddress();
        var link = links.apply(packet.link());
        int kind = local.get().kind(packet.link(), target.high(), target.low());
        if (link == null || packet.own() || kind != LocalAddresses.UNICAST) {
            return CoreDrop.NO_RESOLVER;
        }
        var source = new Ipv6Header(packet.memory(), packet.network()).source();
        try {
            if (source.isUnspecified()) { // somebody wants the address: it is ours
                var answer = advertisement(target, Ipv6Address.ALL_NODES, link, false);
                output.get().sendTo(answer, packet.link(), MacAddress.ofMulticast(Ipv6Address.ALL_NODES));
            } else {
                var answer = advertisement(target, source, link, true);
                output.get().sendTo(answer, packet.link(), asker(link, packet, source));
            }
        } catch (IllegalStateException exhausted) {
            return CoreDrop.POOL_EMPTY;
        }
        return Verdict.Go.DELIVER;
    }

    private Packet advertisement(Ipv6Address target, Ipv6Address to, LinkRow link, boolean solicited) {
        int option = link.pointToPoint() ? 0 : LinkLayerAddressOption.BYTES; // RFC 4213 §3.8
        int length = NeighborAdvertisement.FIXED_BYTES + option;
        var packet = output.get().take(Ipv6Header.BYTES + length);
        long at = packet.start() + Ipv6Header.BYTES;
        new Ipv6Header(packet.memory(), packet.start())
                .start(0, 0)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(HOP_LIMIT)
                .source(target)
                .destination(to);
        var bytes = packet.memory().asSlice(at, length);
        // Hosts drop their default route over a router that says it is none (RFC 4861 §7.2.5).
        new NeighborAdvertisement(bytes)
                .start()
                .flags(link.forwarding(), solicited, true)
                .targetAddress(target);
        if (!link.pointToPoint()) {
            new NdOptionsWriter(bytes, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(link.mac());
        }
        return packet.end(at + length);
    }

    /// The MAC that the solicitation says; else the one that is known, as a solicitation to a unicast address may go
    /// without (RFC 4861 §4.3); else that of its frame.
    private MacAddress asker(LinkRow link, Packet packet, Ipv6Address source) {
        if (link.pointToPoint()) {
            return MacAddress.ZERO;
        }
        var said = new NdOptions(new NeighborSolicitation(NdInvalid.message(packet)).options())
                .find(LinkLayerAddressOption.SOURCE)
                .filter(option -> LinkLayerAddressOption.fits(option.bytes()))
                .map(option -> new LinkLayerAddressOption(option.bytes()).address());
        if (said.isPresent()) {
            return said.get();
        }
        var known = neighbors.apply(new NeighborKey(packet.link(), source));
        return known != null && known.state().resolved()
                ? known.mac()
                : new EthernetHeader(packet.memory(), packet.network() - EthernetHeader.BYTES).source();
    }
}
