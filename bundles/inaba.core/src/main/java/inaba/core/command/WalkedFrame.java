package inaba.core.command;

import inaba.api.packet.Packet;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.Icmpv6Type;

/// A frame that a person describes.
///
/// @param size of the IP packet, bytes
record WalkedFrame(
        MacAddress to, Ipv6Address source, Ipv6Address destination, int protocol, int sport, int dport, int size) {
    private static final int HOPS = 64;

    /// Writes it into an empty packet.
    void fill(Packet packet) {
        var memory = packet.memory();
        long at = packet.start();
        var family = IpFamily.of(destination);
        new EthernetHeader(memory, at).destination(to).source(MacAddress.ZERO).etherType(family.etherType());
        long ip = at + EthernetHeader.BYTES;
        memory.asSlice(ip, size).fill((byte) 0);
        long upper = family == IpFamily.IPV4 ? ipv4(packet, ip) : ipv6(packet, ip);
        if (protocol == IpProtocol.ICMPV6) {
            new Icmpv6Header(memory, upper).type(Icmpv6Type.ECHO_REQUEST);
        } else if (protocol == IpProtocol.ICMP) {
            new Icmpv6Header(memory, upper).type(Icmpv4Type.ECHO_REQUEST);
        } else if (protocol == IpProtocol.UDP || protocol == IpProtocol.TCP) {
            memory.set(Layouts.U16, upper, (short) sport);
            memory.set(Layouts.U16, upper + 2, (short) dport);
        }
        packet.end(ip + size);
    }

    private long ipv6(Packet packet, long ip) {
        new Ipv6Header(packet.memory(), ip)
                .start(0, 0)
                .payloadLength(size - Ipv6Header.BYTES)
                .nextHeader(protocol)
                .hopLimit(HOPS)
                .source(source)
                .destination(destination);
        return ip + Ipv6Header.BYTES;
    }

    private long ipv4(Packet packet, long ip) {
        new Ipv4Header(packet.memory(), ip)
                .start(Ipv4Header.BYTES)
                .totalLength(size)
                .timeToLive(HOPS)
                .protocol(protocol)
                .source(source.toIpv4())
                .destination(destination.toIpv4())
                .updateChecksum();
        return ip + Ipv4Header.BYTES;
    }
}
