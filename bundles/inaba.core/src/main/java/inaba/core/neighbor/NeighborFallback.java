package inaba.core.neighbor;

import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Output;
import inaba.core.CoreDrop;
import inaba.core.path.LocalAddresses;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
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
    private final Supplier<Output> output;

    /// @param links a link by its index, or null where there is none
    public NeighborFallback(
            Supplier<LocalAddresses> local, IntFunction<@Nullable LinkRow> links, Supplier<Output> output) {
        this.local = local;
        this.links = links;
        this.output = output;
    }

    /// A Neighbor Solicitation whose checksum is right.
    public Verdict solicited(Packet packet) {
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var message = packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
        if (ip.hopLimit() != HOP_LIMIT || packet.fragment() >= 0 || !NeighborSolicitation.fits(message)) {
            return CoreDrop.NO_RESOLVER;
        }
        var solicitation = new NeighborSolicitation(message);
        var target = solicitation.targetAddress();
        var link = links.apply(packet.link());
        int kind = local.get().kind(packet.link(), target.high(), target.low());
        var asker = sourceMac(solicitation);
        if (link == null
                || kind != LocalAddresses.UNICAST
                || asker == null
                || ip.source().isUnspecified()) {
            return CoreDrop.NO_RESOLVER;
        }
        Packet answer;
        try {
            answer = advertisement(target, ip.source(), link);
        } catch (IllegalStateException exhausted) {
            return CoreDrop.POOL_EMPTY;
        }
        output.get().sendTo(answer, packet.link(), asker);
        return Verdict.Go.DELIVER;
    }

    private Packet advertisement(Ipv6Address target, Ipv6Address to, LinkRow link) {
        int length = NeighborAdvertisement.FIXED_BYTES + LinkLayerAddressOption.BYTES;
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
                .flags(link.forwarding(), true, true)
                .targetAddress(target);
        new NdOptionsWriter(bytes, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(link.mac());
        return packet.end(at + length);
    }

    private static @Nullable MacAddress sourceMac(NeighborSolicitation solicitation) {
        if (!NdOptions.valid(solicitation.options())) {
            return null;
        }
        return new NdOptions(solicitation.options())
                .find(LinkLayerAddressOption.SOURCE)
                .filter(option -> LinkLayerAddressOption.fits(option.bytes()))
                .map(option -> new LinkLayerAddressOption(option.bytes()).address())
                .orElse(null);
    }
}
