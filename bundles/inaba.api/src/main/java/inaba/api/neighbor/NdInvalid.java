package inaba.api.neighbor;

import inaba.api.packet.DropReason;
import inaba.api.packet.Packet;
import inaba.wire.Icmpv6Header;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NdOptions;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.Redirect;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a Neighbor Discovery message is discarded unread: the validity checks that every protocol that reads one shares.
///
/// The counters are those of Neighbor Discovery, whichever protocol looked first: `inaba.nd.hop-limit-not-255`.
public enum NdInvalid implements DropReason {
    TOO_SHORT("RFC 4861 §6.1, §7.1, §8.1: ICMP length"),
    FRAGMENTED("RFC 6980 §5"),
    HOP_LIMIT_NOT_255("RFC 4861 §6.1, §7.1, §8.1: hop limit"),
    CODE_NOT_ZERO("RFC 4861 §6.1, §7.1, §8.1: ICMP code"),
    OPTION_LENGTH("RFC 4861 §4.6: an option of length zero, or longer than the message"),
    SOURCE_NOT_LINK_LOCAL("RFC 4861 §6.1.2, §8.1"),
    UNSPECIFIED_WITH_LINK_ADDRESS("RFC 4861 §6.1.1, §7.1.1: no source link-layer address from ::"),
    UNSPECIFIED_NOT_TO_SOLICITED_NODE("RFC 4861 §7.1.1"),
    TARGET_MULTICAST("RFC 4861 §7.1.1, §7.1.2"),
    SOLICITED_MULTICAST("RFC 4861 §7.1.2: solicited, but sent to a group"),
    DESTINATION_MULTICAST("RFC 4861 §8.1"),
    TARGET_NEITHER_ROUTER_NOR_DESTINATION("RFC 4861 §8.1");

    private static final int HOP_LIMIT = 255;

    private final String because;

    NdInvalid(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }

    @Override
    public String counterName() {
        return "inaba.nd." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The ICMPv6 message, exactly.
    public static MemorySegment message(Packet packet) {
        return packet.memory().asSlice(packet.upper(), packet.end() - packet.upper());
    }

    /// Checks a message of type 133 to 137 whose checksum was verified. RFC 4861 §8.1 has one check more, for the one
    /// who knows the routes: that a Redirect comes from the present first hop.
    ///
    /// @return null when it is valid
    public static @Nullable NdInvalid of(Packet packet) {
        var message = message(packet);
        if (message.byteSize() < Icmpv6Header.BYTES) {
            return TOO_SHORT;
        }
        var ip = new Ipv6Header(packet.memory(), packet.network());
        var icmp = new Icmpv6Header(message, 0);
        if (packet.fragment() >= 0) {
            return FRAGMENTED;
        }
        if (ip.hopLimit() != HOP_LIMIT) {
            return HOP_LIMIT_NOT_255;
        }
        if (icmp.code() != 0) {
            return CODE_NOT_ZERO;
        }
        int fixed = fixedBytes(icmp.type());
        if (message.byteSize() < fixed) {
            return TOO_SHORT;
        }
        var options = message.asSlice(fixed);
        return NdOptions.valid(options) ? ofType(icmp.type(), ip, message, new NdOptions(options)) : OPTION_LENGTH;
    }

    private static int fixedBytes(int type) {
        return switch (type) {
            case Icmpv6Type.ROUTER_SOLICITATION -> RouterSolicitation.FIXED_BYTES;
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> RouterAdvertisement.FIXED_BYTES;
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> NeighborSolicitation.FIXED_BYTES;
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> NeighborAdvertisement.FIXED_BYTES;
            case Icmpv6Type.REDIRECT -> Redirect.FIXED_BYTES;
            default -> throw new IllegalArgumentException("ICMPv6 type " + type + " is not Neighbor Discovery");
        };
    }

    private static @Nullable NdInvalid ofType(int type, Ipv6Header ip, MemorySegment message, NdOptions options) {
        return switch (type) {
            case Icmpv6Type.ROUTER_SOLICITATION -> ofRouterSolicitation(ip, options);
            case Icmpv6Type.ROUTER_ADVERTISEMENT -> ip.source().isLinkLocal() ? null : SOURCE_NOT_LINK_LOCAL;
            case Icmpv6Type.NEIGHBOR_SOLICITATION -> ofSolicitation(ip, new NeighborSolicitation(message), options);
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> ofAdvertisement(ip, new NeighborAdvertisement(message));
            default -> ofRedirect(ip, new Redirect(message));
        };
    }

    /// RFC 4861 §6.1.1
    private static @Nullable NdInvalid ofRouterSolicitation(Ipv6Header ip, NdOptions options) {
        return ip.source().isUnspecified() && hasSource(options) ? UNSPECIFIED_WITH_LINK_ADDRESS : null;
    }

    /// RFC 4861 §7.1.1
    private static @Nullable NdInvalid ofSolicitation(Ipv6Header ip, NeighborSolicitation message, NdOptions options) {
        if (message.targetAddress().isMulticast()) {
            return TARGET_MULTICAST;
        }
        if (!ip.source().isUnspecified()) {
            return null;
        }
        if (!ip.destination().isSolicitedNode()) {
            return UNSPECIFIED_NOT_TO_SOLICITED_NODE;
        }
        return hasSource(options) ? UNSPECIFIED_WITH_LINK_ADDRESS : null;
    }

    /// RFC 4861 §7.1.2
    private static @Nullable NdInvalid ofAdvertisement(Ipv6Header ip, NeighborAdvertisement message) {
        if (message.targetAddress().isMulticast()) {
            return TARGET_MULTICAST;
        }
        return ip.destination().isMulticast() && message.solicited() ? SOLICITED_MULTICAST : null;
    }

    /// RFC 4861 §8.1
    private static @Nullable NdInvalid ofRedirect(Ipv6Header ip, Redirect message) {
        if (!ip.source().isLinkLocal()) {
            return SOURCE_NOT_LINK_LOCAL;
        }
        if (message.destination().isMulticast()) {
            return DESTINATION_MULTICAST;
        }
        boolean usable = message.target().isLinkLocal() || message.target().equals(message.destination());
        return usable ? null : TARGET_NEITHER_ROUTER_NOR_DESTINATION;
    }

    private static boolean hasSource(NdOptions options) {
        return options.find(LinkLayerAddressOption.SOURCE).isPresent();
    }
}
