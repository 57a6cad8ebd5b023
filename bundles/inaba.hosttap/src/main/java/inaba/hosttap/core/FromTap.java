package inaba.hosttap.core;

import inaba.hosttap.HostTapDrop;
import inaba.wire.ArpPacket;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

/// Decides on a frame that the kernel sends by the tap. Whomever it looks for, the appliance is the neighbour: there is
/// nobody else on the tap.
public final class FromTap {
    /// Where the appliance is, for the kernel: locally administered.
    public static final MacAddress GATEWAY = MacAddress.parse("02:00:5e:00:52:01");

    private static final int HOP_LIMIT = 255;

    private final MacAddress kernel;
    private final Predicate<Ipv6Address> ours;
    private final Fragments fragments = new Fragments();

    /// What becomes of a frame.
    public sealed interface Fate {
        /// The kernel gets this frame.
        record Answer(MemorySegment frame) implements Fate {}

        /// The packet behind the Ethernet header goes out, by the tap's link where `onLink`.
        record Send(MemorySegment frame, IpFamily family, boolean onLink) implements Fate {}

        /// A fragment: it goes out with the rest of its datagram, which the appliance numbers itself (RFC 6864 §4).
        enum Kept implements Fate {
            KEPT
        }

        record Drop(HostTapDrop reason) implements Fate {}
    }

    /// @param kernel MAC of the kernel's end
    /// @param ours whether the appliance has the address, IPv4 mapped
    public FromTap(MacAddress kernel, Predicate<Ipv6Address> ours) {
        this.kernel = kernel;
        this.ours = ours;
    }

    public Fate decide(MemorySegment frame) {
        if (!EthernetHeader.fits(frame, 0, frame.byteSize())) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        return switch (new EthernetHeader(frame, 0).etherType()) {
            case EthernetHeader.ETHERTYPE_ARP -> arp(frame);
            case EthernetHeader.ETHERTYPE_IPV4 -> ipv4(frame);
            case EthernetHeader.ETHERTYPE_IPV6 -> ipv6(frame);
            default -> new Fate.Drop(HostTapDrop.OTHER_ETHERTYPE);
        };
    }

    /// Probes for an address that the kernel wants itself stay unanswered (RFC 5227 §2.1.1).
    private Fate arp(MemorySegment frame) {
        if (!ArpPacket.fits(frame, EthernetHeader.BYTES, frame.byteSize())) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        var asked = new ArpPacket(frame, EthernetHeader.BYTES);
        boolean request = asked.isIpv4OverEthernet() && asked.operation() == ArpPacket.REQUEST;
        if (!request || asked.senderProtocol() == 0 || ours.test(Ipv6Address.ofIpv4(asked.targetProtocol()))) {
            return new Fate.Drop(HostTapDrop.KERNELS_OWN);
        }
        var reply = frame(ArpPacket.BYTES, EthernetHeader.ETHERTYPE_ARP);
        new ArpPacket(reply, EthernetHeader.BYTES)
                .start(ArpPacket.REPLY)
                .sender(GATEWAY, asked.targetProtocol())
                .target(kernel, asked.senderProtocol());
        return new Fate.Answer(reply);
    }

    private Fate ipv4(MemorySegment frame) {
        if (!Ipv4Header.fits(frame, EthernetHeader.BYTES, frame.byteSize())) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        var header = new Ipv4Header(frame, EthernetHeader.BYTES);
        if (header.headerLength() < Ipv4Header.BYTES
                || header.totalLength() < header.headerLength()
                || header.totalLength() > frame.byteSize() - EthernetHeader.BYTES) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        if (tellsOfGroups(frame)) {
            return new Fate.Drop(HostTapDrop.KERNELS_OWN);
        }
        if (!ours.test(Ipv6Address.ofIpv4(header.source()))) {
            return new Fate.Drop(HostTapDrop.SOURCE_NOT_OURS);
        }
        boolean onLink = isOnLink(Ipv6Address.ofIpv4(header.destination()), header.destination());
        return header.isFragment() ? fragments.add(frame, onLink) : new Fate.Send(frame, IpFamily.IPV4, onLink);
    }

    /// True when the kernel reports with it to which groups it listens: it keeps a list of them, which says more.
    public static boolean tellsOfGroups(MemorySegment frame) {
        if (!EthernetHeader.fits(frame, 0, frame.byteSize())) {
            return false;
        }
        long packet = EthernetHeader.BYTES;
        return switch (new EthernetHeader(frame, 0).etherType()) {
            case EthernetHeader.ETHERTYPE_IPV4 ->
                Ipv4Header.fits(frame, packet, frame.byteSize())
                        && new Ipv4Header(frame, packet).protocol() == IpProtocol.IGMP;
            case EthernetHeader.ETHERTYPE_IPV6 ->
                Ipv6Header.fits(frame, packet, frame.byteSize())
                        && new Ipv6Header(frame, packet).nextHeader() == IpProtocol.HOP_BY_HOP;
            default -> false;
        };
    }

    private static boolean isOnLink(Ipv6Address destination, int ipv4) {
        return destination.isMapped()
                ? Ipv6Address.isIpv4Multicast(ipv4)
                : destination.isMulticast() || destination.isLinkLocal();
    }

    private Fate ipv6(MemorySegment frame) {
        if (!Ipv6Header.fits(frame, EthernetHeader.BYTES, frame.byteSize())) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        var header = new Ipv6Header(frame, EthernetHeader.BYTES);
        if (header.payloadLength() > frame.byteSize() - EthernetHeader.BYTES - Ipv6Header.BYTES) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        if (tellsOfGroups(frame)) {
            return new Fate.Drop(HostTapDrop.KERNELS_OWN); // MLD: nothing else of hosts has options here
        }
        long upper = EthernetHeader.BYTES + Ipv6Header.BYTES;
        if (header.nextHeader() == IpProtocol.ICMPV6 && Icmpv6Header.fits(frame, upper, frame.byteSize())) {
            int type = new Icmpv6Header(frame, upper).type();
            if (type == Icmpv6Type.NEIGHBOR_SOLICITATION) {
                return solicited(header, frame.asSlice(upper));
            }
            if (isKernels(type)) {
                return new Fate.Drop(HostTapDrop.KERNELS_OWN);
            }
        }
        return ours.test(header.source())
                ? new Fate.Send(frame, IpFamily.IPV6, isOnLink(header.destination(), 0))
                : new Fate.Drop(HostTapDrop.SOURCE_NOT_OURS);
    }

    /// MLD, Neighbor Discovery, redirects.
    private static boolean isKernels(int type) {
        return type >= Icmpv6Type.MLD_QUERY && type <= Icmpv6Type.REDIRECT || type == Icmpv6Type.MLDV2_REPORT;
    }

    /// RFC 4861 §7.2.4. The kernel's own Duplicate Address Detection has no source, and is not answered.
    private Fate solicited(Ipv6Header header, MemorySegment message) {
        if (!NeighborSolicitation.fits(message)) {
            return new Fate.Drop(HostTapDrop.MALFORMED);
        }
        var target = new NeighborSolicitation(message).targetAddress();
        if (header.source().isUnspecified() || ours.test(target)) {
            return new Fate.Drop(HostTapDrop.KERNELS_OWN);
        }
        int length = NeighborAdvertisement.FIXED_BYTES + 8;
        var reply = frame(Ipv6Header.BYTES + length, EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(reply, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(length)
                .nextHeader(IpProtocol.ICMPV6)
                .hopLimit(HOP_LIMIT)
                .source(target)
                .destination(header.source());
        long at = EthernetHeader.BYTES + Ipv6Header.BYTES;
        var bytes = reply.asSlice(at, length);
        new NeighborAdvertisement(bytes).start().flags(false, true, true).targetAddress(target);
        new NdOptionsWriter(bytes, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(GATEWAY);
        new Icmpv6Header(reply, at)
                .checksum(Checksum.upperLayer(reply, EthernetHeader.BYTES, at, length, IpProtocol.ICMPV6));
        return new Fate.Answer(reply);
    }

    /// An empty frame for the kernel.
    public MemorySegment frame(int packetBytes, int etherType) {
        var frame = MemorySegment.ofArray(new byte[EthernetHeader.BYTES + packetBytes]);
        new EthernetHeader(frame, 0).destination(kernel).source(GATEWAY).etherType(etherType);
        return frame;
    }
}
