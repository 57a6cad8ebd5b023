package inaba.ndguard.core;

import inaba.api.link.NdGuardRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.LinkLayerAddressOption;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import inaba.wire.nd.RouterAdvertisement;
import inaba.wire.nd.RouterSolicitation;
import java.lang.foreign.MemorySegment;

/// What the guard of a link says about a packet, on the workers: it allocates nothing.
public final class Inspection {
    private static final int TARGET_AT = 8;
    private static final int OPTION_UNIT = 8;
    private static final int ADDRESS_AT = 2;
    private static final long NOWHERE = -1;

    private Inspection() {}

    /// @param packet IPv6, from its IP header on, behind an Ethernet header
    /// @return DELIVER, or why it is refused
    public static Verdict of(NdGuardRow guard, Bindings bindings, Packet packet) {
        var s = packet.memory();
        long frame = packet.network() - EthernetHeader.BYTES;
        if (frame < 0) {
            return Verdict.Go.DELIVER;
        }
        long mac = MacAddress.value(s, frame + MacAddress.BYTES);
        long at = message(packet);
        int type = at == NOWHERE ? 0 : Layouts.u8(s, at);
        return switch (type) {
            case Icmpv6Type.ROUTER_SOLICITATION ->
                claim(guard, bindings, packet, mac, at + RouterSolicitation.FIXED_BYTES, true);
            case Icmpv6Type.ROUTER_ADVERTISEMENT ->
                claim(guard, bindings, packet, mac, at + RouterAdvertisement.FIXED_BYTES, true);
            case Icmpv6Type.NEIGHBOR_SOLICITATION ->
                claim(guard, bindings, packet, mac, at + NeighborSolicitation.FIXED_BYTES, true);
            case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> advertisement(guard, bindings, packet, mac, at);
            default -> guard.sources() ? source(bindings, packet, mac) : Verdict.Go.DELIVER;
        };
    }

    private static Verdict advertisement(NdGuardRow guard, Bindings bindings, Packet packet, long mac, long at) {
        if (packet.end() - at < NeighborAdvertisement.FIXED_BYTES) {
            return NdGuardDrop.MALFORMED;
        }
        var verdict = owner(guard, bindings, packet, mac, at + TARGET_AT);
        return verdict == Verdict.Go.DELIVER
                ? claim(guard, bindings, packet, mac, at + NeighborAdvertisement.FIXED_BYTES, false)
                : verdict;
    }

    /// The source of the packet, and the option that says where its sender is.
    ///
    /// @param source the option of interest is the source's, else the target's
    private static Verdict claim(
            NdGuardRow guard, Bindings bindings, Packet packet, long mac, long options, boolean source) {
        if (options > packet.end()) {
            return NdGuardDrop.MALFORMED;
        }
        var verdict =
                options(packet, options, mac, source ? LinkLayerAddressOption.SOURCE : LinkLayerAddressOption.TARGET);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        return owner(guard, bindings, packet, mac, packet.network() + Ipv6Header.SOURCE);
    }

    /// Whether the sender may say that the address is its own. Who asks whether an address is free has none yet.
    private static Verdict owner(NdGuardRow guard, Bindings bindings, Packet packet, long mac, long at) {
        long high = Ipv6Address.high(packet.memory(), at);
        long low = Ipv6Address.low(packet.memory(), at);
        if (high == 0 && low == 0) {
            return Verdict.Go.DELIVER;
        }
        long bound = bindings.mac(packet.link(), high, low);
        if (bound == Bindings.NONE) {
            return guard.learns() ? Verdict.Go.DELIVER : NdGuardDrop.NOT_BOUND;
        }
        return bound == mac ? Verdict.Go.DELIVER : NdGuardDrop.BOUND_TO_ANOTHER;
    }

    /// Sources without a binding pass: routers on the link send for others.
    private static Verdict source(Bindings bindings, Packet packet, long mac) {
        long at = packet.network() + Ipv6Header.SOURCE;
        long bound = bindings.mac(
                packet.link(), Ipv6Address.high(packet.memory(), at), Ipv6Address.low(packet.memory(), at));
        return bound == Bindings.NONE || bound == mac ? Verdict.Go.DELIVER : NdGuardDrop.SOURCE_OF_ANOTHER;
    }

    private static Verdict options(Packet packet, long from, long mac, int wanted) {
        var s = packet.memory();
        long end = packet.end();
        long at = from;
        while (at < end) {
            long length = end - at < 2 ? 0 : (long) Layouts.u8(s, at + 1) * OPTION_UNIT;
            if (length == 0 || length > end - at) {
                return NdGuardDrop.MALFORMED;
            }
            boolean names = Layouts.u8(s, at) == wanted && length == LinkLayerAddressOption.BYTES;
            if (names && MacAddress.value(s, at + ADDRESS_AT) != mac) {
                return NdGuardDrop.LLADDR;
            }
            at += length;
        }
        return Verdict.Go.DELIVER;
    }

    /// Where the ICMPv6 message begins, behind whatever headers; fragments of ND are ignored elsewhere (RFC 6980 §5).
    private static long message(Packet packet) {
        MemorySegment s = packet.memory();
        long end = packet.end();
        long at = packet.network() + Ipv6Header.BYTES;
        int protocol = Layouts.u8(s, packet.network() + Ipv6Header.NEXT_HEADER);
        while (IpProtocol.isExtension(protocol)) {
            if (protocol == IpProtocol.FRAGMENT || !ExtensionHeader.fits(protocol, s, at, end)) {
                return NOWHERE;
            }
            int next = Layouts.u8(s, at);
            at += ExtensionHeader.lengthBytes(s, at, protocol);
            protocol = next;
        }
        return protocol == IpProtocol.ICMPV6 && at < end ? at : NOWHERE;
    }
}
