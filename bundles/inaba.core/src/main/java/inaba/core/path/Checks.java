package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The first stage, `input`: what any frame and any IPv6 header must fulfil before it is looked at further. For IPv4
/// see [Checks4].
final class Checks {
    private static final long LOOPBACK_LOW = 1;

    private Checks() {}

    /// Takes off the Ethernet header.
    static Verdict frame(Packet packet, long ownMac) {
        if (!EthernetHeader.fits(packet.memory(), packet.start(), packet.end())) {
            return CoreDrop.FRAME_TOO_SHORT;
        }
        long destination = MacAddress.value(packet.memory(), packet.start());
        boolean group = MacAddress.isMulticast(destination);
        if (!group && destination != ownMac) {
            return CoreDrop.OTHER_HOST;
        }
        packet.etherType(Layouts.u16(packet.memory(), packet.start() + EthernetHeader.ETHER_TYPE));
        packet.start(packet.start() + EthernetHeader.BYTES);
        packet.network(packet.start()).linkMulticast(group);
        return Verdict.Go.DELIVER;
    }

    /// Checks length, version and addresses, and cuts off what the link has padded.
    static Verdict ipv6(Packet packet) {
        if (!Ipv6Header.fits(packet.memory(), packet.network(), packet.end())) {
            return CoreDrop.TOO_SHORT;
        }
        var memory = packet.memory();
        long at = packet.network();
        if (Layouts.u8(memory, at) >>> 4 != 6) {
            return CoreDrop.NOT_VERSION_6;
        }
        long end = at + Ipv6Header.BYTES + Layouts.u16(memory, at + Ipv6Header.PAYLOAD_LENGTH);
        if (end > packet.end()) {
            return CoreDrop.TRUNCATED;
        }
        if (end > at + Ipv6Header.BYTES || Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER) != IpProtocol.HOP_BY_HOP) {
            packet.end(end); // a jumbogram's length is in its options (RFC 2675 §2)
        }
        var source = source(memory, at + Ipv6Header.SOURCE);
        return source == Verdict.Go.DELIVER ? destination(memory, at + Ipv6Header.DESTINATION) : source;
    }

    /// True for Neighbor Discovery without extension headers, as it comes.
    static boolean isNeighborDiscovery(Packet packet) {
        var header = new Ipv6Header(packet.memory(), packet.network());
        long message = packet.network() + Ipv6Header.BYTES;
        return header.nextHeader() == IpProtocol.ICMPV6
                && message < packet.end()
                && Icmpv6Type.isNeighborDiscovery(
                        Byte.toUnsignedInt(packet.memory().get(ValueLayout.JAVA_BYTE, message)));
    }

    /// True, of Neighbor Discovery without extension headers, for what is between routers and hosts: all but
    /// solicitations and advertisements of neighbours.
    static boolean isOfRouters(Packet packet) {
        if (packet.etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return false;
        }
        long message = packet.network() + Ipv6Header.BYTES;
        int type = message < packet.end() ? Layouts.u8(packet.memory(), message) : 0;
        return isNeighborDiscovery(packet)
                && type != Icmpv6Type.NEIGHBOR_SOLICITATION
                && type != Icmpv6Type.NEIGHBOR_ADVERTISEMENT;
    }

    private static Verdict source(MemorySegment memory, long at) {
        long high = Ipv6Address.high(memory, at);
        if (Ipv6Address.isMulticast(high)) {
            return CoreDrop.SOURCE_MULTICAST;
        }
        if (high == 0) {
            long low = Ipv6Address.low(memory, at);
            if (low == LOOPBACK_LOW) {
                return CoreDrop.SOURCE_LOOPBACK;
            }
            if (Ipv6Address.isMapped(high, low)) {
                return CoreDrop.SOURCE_MAPPED;
            }
        }
        return Verdict.Go.DELIVER;
    }

    private static Verdict destination(MemorySegment memory, long at) {
        long high = Ipv6Address.high(memory, at);
        if (Ipv6Address.isMulticast(high)) {
            return Ipv6Address.multicastScope(high) <= Ipv6Address.SCOPE_INTERFACE
                    ? CoreDrop.MULTICAST_SCOPE
                    : Verdict.Go.DELIVER;
        }
        if (high == 0) {
            long low = Ipv6Address.low(memory, at);
            if (low == 0) {
                return CoreDrop.DESTINATION_UNSPECIFIED;
            }
            if (low == LOOPBACK_LOW) {
                return CoreDrop.DESTINATION_LOOPBACK;
            }
            if (Ipv6Address.isMapped(high, low)) {
                return CoreDrop.DESTINATION_MAPPED;
            }
        }
        return Verdict.Go.DELIVER;
    }
}
