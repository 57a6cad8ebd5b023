package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.wire.ExtensionHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;

/// What selectors ask of a packet, read from it. For one thread at a time.
final class Traffic {
    /// Ports that the packet does not show: a later fragment, or a protocol without.
    static final int UNSEEN = -1;

    private static final long MAPPED = 0xffffL << 32;
    private static final int MOST_HEADERS = 8;
    private static final int IKE = 500;
    private static final int IKE_NAT = 4500;
    private static final int NEIGHBOR_HOP_LIMIT = 255;
    private static final int ICMP_HEADER = 8;

    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int protocol;
    int sourcePort;
    int destinationPort;
    /// The associations of a chain that is looked for, from the innermost.
    final Association[] chosen = new Association[Packet.MOST_SECURED];
    private long upper;
    private boolean first;

    /// Reads the packet at [Packet#network].
    Traffic read(Packet packet) {
        read(packet.memory(), packet.network(), packet.end(), packet.isIpv4());
        return this;
    }

    private void read(MemorySegment memory, long at, long end, boolean ipv4) {
        sourcePort = UNSEEN;
        destinationPort = UNSEEN;
        if (ipv4) {
            ipv4(memory, at);
        } else {
            ipv6(memory, at, end);
        }
        if (first) {
            ports(memory, end);
        }
    }

    /// True for an ICMP error that quotes enough of a packet to see whose it is.
    boolean isError(Packet packet) {
        boolean ipv4 = packet.isIpv4();
        boolean error = ipv4
                ? protocol == IpProtocol.ICMP && sourcePort >= 0 && Icmpv4Type.isError(sourcePort)
                : protocol == IpProtocol.ICMPV6 && sourcePort >= 0 && Icmpv6Type.isError(sourcePort);
        long quoted = upper + ICMP_HEADER;
        return error
                && (ipv4
                        ? Ipv4Header.fits(packet.memory(), quoted, packet.end())
                        : packet.end() - quoted >= Ipv6Header.BYTES);
    }

    /// Turns what was read of an ICMP error into what would answer the packet that it is about, RFC 4301 §6.2.
    void turnToAnswered(Packet packet) {
        read(packet.memory(), upper + ICMP_HEADER, packet.end(), packet.isIpv4());
        long high = sourceHigh;
        long low = sourceLow;
        sourceHigh = destinationHigh;
        sourceLow = destinationLow;
        destinationHigh = high;
        destinationLow = low;
        if (protocol != IpProtocol.ICMPV6 && protocol != IpProtocol.ICMP && protocol != IpProtocol.MOBILITY) {
            int port = sourcePort;
            sourcePort = destinationPort;
            destinationPort = port;
        }
    }

    private void ipv4(MemorySegment memory, long at) {
        sourceHigh = 0;
        destinationHigh = 0;
        sourceLow = MAPPED | Layouts.u32(memory, at + Ipv4Header.SOURCE);
        destinationLow = MAPPED | Layouts.u32(memory, at + Ipv4Header.DESTINATION);
        protocol = Layouts.u8(memory, at + Ipv4Header.PROTOCOL);
        first = (Layouts.u16(memory, at + Ipv4Header.FLAGS_OFFSET) & Ipv4Header.OFFSET_MASK) == 0;
        upper = at + Ipv4Header.headerLength(memory, at);
    }

    private void ipv6(MemorySegment memory, long at, long end) {
        sourceHigh = Ipv6Address.high(memory, at + Ipv6Header.SOURCE);
        sourceLow = Ipv6Address.low(memory, at + Ipv6Header.SOURCE);
        destinationHigh = Ipv6Address.high(memory, at + Ipv6Header.DESTINATION);
        destinationLow = Ipv6Address.low(memory, at + Ipv6Header.DESTINATION);
        protocol = Layouts.u8(memory, at + Ipv6Header.NEXT_HEADER);
        upper = at + Ipv6Header.BYTES;
        first = true;
        for (int i = 0; i < MOST_HEADERS && first && passes(protocol); i++) {
            if (!ExtensionHeader.fits(protocol, memory, upper, end)) {
                first = false;
                return;
            }
            int offset = Layouts.u16(memory, upper + 2) & ~7;
            first = protocol != IpProtocol.FRAGMENT || offset == 0;
            int length =
                    protocol == IpProtocol.FRAGMENT ? FragmentHeader.BYTES : (Layouts.u8(memory, upper + 1) + 1) * 8;
            protocol = Layouts.u8(memory, upper);
            upper += length;
        }
    }

    private static boolean passes(int header) {
        return header == IpProtocol.HOP_BY_HOP
                || header == IpProtocol.ROUTING
                || header == IpProtocol.FRAGMENT
                || header == IpProtocol.DESTINATION_OPTIONS;
    }

    /// Ports, or type and code: RFC 4301 §4.4.1.1.
    private void ports(MemorySegment memory, long end) {
        if (end - upper < 4) {
            return;
        }
        switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.UDP_LITE -> {
                sourcePort = Layouts.u16(memory, upper);
                destinationPort = Layouts.u16(memory, upper + 2);
            }
            case IpProtocol.ICMPV6, IpProtocol.ICMP -> {
                sourcePort = Layouts.u8(memory, upper);
                destinationPort = Layouts.u8(memory, upper + 1);
            }
            case IpProtocol.MOBILITY -> sourcePort = Layouts.u8(memory, upper + 2);
            default -> {}
        }
    }

    /// Neighbor Discovery and MLD on their link: without them there is nobody to send protected packets to.
    boolean isLinkUpkeep(Packet packet) {
        if (protocol != IpProtocol.ICMPV6 || packet.isIpv4() || sourcePort < 0) {
            return false;
        }
        int hopLimit = Layouts.u8(packet.memory(), packet.network() + Ipv6Header.HOP_LIMIT);
        return Icmpv6Type.isNeighborDiscovery(sourcePort) && hopLimit == NEIGHBOR_HOP_LIMIT
                || Icmpv6Type.isMld(sourcePort) && hopLimit == 1;
    }

    /// Key management of this node, which makes the associations that others wait for (RFC 4301 §4.4.1).
    boolean isKeyManagement() {
        return protocol == IpProtocol.UDP
                && (destinationPort == IKE || sourcePort == IKE || destinationPort == IKE_NAT || sourcePort == IKE_NAT);
    }
}
