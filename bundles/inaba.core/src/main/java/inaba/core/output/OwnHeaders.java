package inaba.core.output;

import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.ExtensionHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import java.util.random.RandomGenerator;

/// Fills in what the maker of a packet leaves to the engine: lengths, flow labels, checksums of IPv4 headers and of
/// ICMP, and the
/// identification of a packet that may be cut.
final class OwnHeaders {
    private static final int IDENTIFICATIONS = 0x1_0000;

    private final RandomGenerator random;
    private final FlowLabels labels;

    /// @param random gives identifications that nobody can guess
    OwnHeaders(RandomGenerator random) {
        this.random = random;
        this.labels = new FlowLabels(random.nextLong());
    }

    void finish(Packet packet) {
        switch (packet.etherType()) {
            case EthernetHeader.ETHERTYPE_IPV6 -> ipv6(packet);
            case EthernetHeader.ETHERTYPE_IPV4 -> ipv4(packet);
            default -> {}
        }
    }

    /// RFC 6864 §4: what is never cut needs no identification; of what may be, two rarely share one.
    private void ipv4(Packet packet) {
        var memory = packet.memory();
        var header = new Ipv4Header(memory, packet.network());
        if (!header.dontFragment()) {
            header.identification(random.nextInt(IDENTIFICATIONS));
        }
        header.totalLength(packet.length()).updateChecksum();
        long at = packet.network() + header.headerLength();
        packet.upper(at, header.protocol());
        if (header.protocol() == IpProtocol.ICMP && Icmpv6Header.fits(memory, at, packet.end())) {
            var icmp = new Icmpv6Header(memory, at).checksum(0); // the same fields as ICMPv6's, without pseudo-header
            icmp.checksum(Checksum.finish(Checksum.sum(memory, at, packet.end() - at, 0)));
        }
    }

    private void ipv6(Packet packet) {
        var memory = packet.memory();
        var header = new Ipv6Header(memory, packet.network());
        header.payloadLength(packet.length() - Ipv6Header.BYTES);
        int protocol = header.nextHeader();
        long at = packet.network() + Ipv6Header.BYTES;
        while (protocol == IpProtocol.HOP_BY_HOP
                || protocol == IpProtocol.ROUTING
                || protocol == IpProtocol.DESTINATION_OPTIONS) {
            var extension = new ExtensionHeader(memory, at);
            protocol = extension.nextHeader();
            at += extension.lengthBytes();
        }
        packet.upper(at, protocol);
        labels.label(packet);
        if (protocol == IpProtocol.ICMPV6) {
            memory.set(Layouts.U16, at + Icmpv6Header.CHECKSUM, (short) 0);
            int sum = Checksum.upperLayer(memory, packet.network(), at, packet.end() - at, protocol);
            memory.set(Layouts.U16, at + Icmpv6Header.CHECKSUM, (short) sum);
        }
    }
}
