package inaba.capture;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.FragmentHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv4Text;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.Icmpv6Type;
import java.lang.foreign.MemorySegment;

/// Frames to capture.
public final class Frames {
    private static final MacAddress SOURCE = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress DESTINATION = MacAddress.parse("02:00:00:00:00:03");

    private Frames() {}

    /// fe80::2 pings all nodes.
    public static MemorySegment echo() {
        var message = bytes(EchoMessage.FIXED_BYTES);
        new EchoMessage(message).start(Icmpv6Type.ECHO_REQUEST).identifier(7).sequence(1);
        return ipv6("fe80::2", "ff02::1", IpProtocol.ICMPV6, message, 2);
    }

    public static MemorySegment udp6(String source, String destination, int from, int to) {
        return ipv6(source, destination, IpProtocol.UDP, udp(from, to), (int) UdpHeader.CHECKSUM);
    }

    public static MemorySegment tcp6(String source, String destination, int from, int to) {
        var segment = bytes(TcpHeader.BYTES);
        new TcpHeader(segment, 0).sourcePort(from).destinationPort(to).dataOffset(TcpHeader.BYTES);
        return ipv6(source, destination, IpProtocol.TCP, segment, (int) TcpHeader.CHECKSUM);
    }

    /// A piece of a UDP packet to port 53.
    public static MemorySegment fragment(String source, String destination, int offset) {
        var piece = bytes(FragmentHeader.BYTES + UdpHeader.BYTES);
        new FragmentHeader(piece, 0)
                .nextHeader(IpProtocol.UDP)
                .offset(offset, offset == 0)
                .identification(1);
        MemorySegment.copy(udp(40_000, 53), 0, piece, FragmentHeader.BYTES, UdpHeader.BYTES);
        return ipv6(source, destination, IpProtocol.FRAGMENT, piece, -1);
    }

    public static MemorySegment udp4(String source, String destination, int from, int to) {
        var frame = ethernet(DESTINATION, SOURCE, EthernetHeader.ETHERTYPE_IPV4, Ipv4Header.BYTES + UdpHeader.BYTES);
        var ip = new Ipv4Header(frame, EthernetHeader.BYTES)
                .start(Ipv4Header.BYTES)
                .totalLength(Ipv4Header.BYTES + UdpHeader.BYTES)
                .timeToLive(64)
                .protocol(IpProtocol.UDP)
                .source(Ipv4Text.parse(source))
                .destination(Ipv4Text.parse(destination))
                .updateChecksum();
        MemorySegment.copy(udp(from, to), 0, frame, ip.at() + Ipv4Header.BYTES, UdpHeader.BYTES);
        return frame;
    }

    /// RFC 826: who has `target`?
    public static MemorySegment arp(String sender, String target) {
        var mac = MacAddress.parse("02:00:00:00:00:09");
        var frame = ethernet(MacAddress.BROADCAST, mac, EthernetHeader.ETHERTYPE_ARP, 28);
        long at = EthernetHeader.BYTES;
        Layouts.u16(frame, at, 1);
        Layouts.u16(frame, at + 2, EthernetHeader.ETHERTYPE_IPV4);
        Layouts.u8(frame, at + 4, 6);
        Layouts.u8(frame, at + 5, 4);
        Layouts.u16(frame, at + 6, 1);
        mac.write(frame, at + 8);
        Layouts.u32(frame, at + 14, Ipv4Text.parse(sender));
        Layouts.u32(frame, at + 24, Ipv4Text.parse(target));
        return frame;
    }

    private static MemorySegment ipv6(
            String source, String destination, int protocol, MemorySegment payload, int field) {
        int length = (int) payload.byteSize();
        var to = Ipv6Address.parse(destination);
        var mac = to.isMulticast() ? MacAddress.ofMulticast(to) : DESTINATION;
        var frame = ethernet(mac, SOURCE, EthernetHeader.ETHERTYPE_IPV6, Ipv6Header.BYTES + length);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .payloadLength(length)
                .nextHeader(protocol)
                .hopLimit(64)
                .source(Ipv6Address.parse(source))
                .destination(to);
        long upper = EthernetHeader.BYTES + Ipv6Header.BYTES;
        MemorySegment.copy(payload, 0, frame, upper, length);
        if (field >= 0) {
            Layouts.u16(frame, upper + field, 0);
            Layouts.u16(
                    frame, upper + field, Checksum.upperLayer(frame, EthernetHeader.BYTES, upper, length, protocol));
        }
        return frame;
    }

    private static MemorySegment udp(int from, int to) {
        var datagram = bytes(UdpHeader.BYTES);
        new UdpHeader(datagram, 0).sourcePort(from).destinationPort(to).length(UdpHeader.BYTES);
        return datagram;
    }

    private static MemorySegment ethernet(MacAddress destination, MacAddress source, int type, int payload) {
        var frame = bytes(EthernetHeader.BYTES + payload);
        new EthernetHeader(frame, 0).destination(destination).source(source).etherType(type);
        return frame;
    }

    private static MemorySegment bytes(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }
}
