package inaba.ip4;

import inaba.wire.ArpPacket;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.icmp4.Icmpv4Type;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/// Frames as others send them, octet by octet.
final class Ip4Frame {
    static final MacAddress HOST = MacAddress.parse("02:00:00:00:01:01");
    static final MacAddress ROUTER = MacAddress.parse("02:00:00:00:02:01");
    static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:09");
    private static final int ICMP_BYTES = 8;

    private MacAddress to = ROUTER;
    private MacAddress from = HOST;
    private String source = Ip4Lab.HOST;
    private String destination = Ip4Lab.SERVER;
    private String options = "";
    private int timeToLive = 64;
    private int protocol = IpProtocol.ICMP;
    private int flags;
    private byte[] payload = HexFormat.of().parseHex("0800000000070001");

    /// An echo request of the host to the server, for the router.
    static Ip4Frame echo() {
        return new Ip4Frame();
    }

    static byte[] arp(int operation, String sender, String target) {
        return arp(operation, OTHER, sender, target);
    }

    static byte[] arp(int operation, MacAddress mac, String sender, String target) {
        byte[] frame = new byte[EthernetHeader.BYTES + ArpPacket.BYTES];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0)
                .destination(MacAddress.BROADCAST)
                .source(mac)
                .etherType(EthernetHeader.ETHERTYPE_ARP);
        new ArpPacket(bytes, EthernetHeader.BYTES)
                .start(operation)
                .sender(mac, ipv4(sender))
                .target(MacAddress.ZERO, ipv4(target));
        return frame;
    }

    static int ipv4(String address) {
        return IpFamily.IPV4.parseAddress(address).toIpv4();
    }

    Ip4Frame to(MacAddress mac) {
        to = mac;
        return this;
    }

    Ip4Frame from(MacAddress mac) {
        from = mac;
        return this;
    }

    Ip4Frame source(String address) {
        source = address;
        return this;
    }

    Ip4Frame destination(String address) {
        destination = address;
        return this;
    }

    /// @param hex whole words
    Ip4Frame options(String hex) {
        options = hex;
        return this;
    }

    Ip4Frame timeToLive(int hops) {
        timeToLive = hops;
        return this;
    }

    Ip4Frame flags(int value) {
        flags = value;
        return this;
    }

    Ip4Frame payload(int number, byte[] octets) {
        protocol = number;
        payload = octets;
        return this;
    }

    /// An ICMP message about a packet: its second word, and what it quotes.
    Ip4Frame about(int type, int code, int word, byte[] packet) {
        byte[] message = new byte[ICMP_BYTES + packet.length];
        message[0] = (byte) type;
        message[1] = (byte) code;
        MemorySegment.ofArray(message).set(Layouts.U32, 4, word);
        System.arraycopy(packet, 0, message, ICMP_BYTES, packet.length);
        return payload(IpProtocol.ICMP, message);
    }

    byte[] frame() {
        byte[] more = HexFormat.of().parseHex(options);
        int headers = Ipv4Header.BYTES + more.length;
        byte[] frame = new byte[EthernetHeader.BYTES + headers + payload.length];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0).destination(to).source(from).etherType(EthernetHeader.ETHERTYPE_IPV4);
        var header = new Ipv4Header(bytes, EthernetHeader.BYTES)
                .start(headers)
                .totalLength(headers + payload.length)
                .identification(0x1234)
                .timeToLive(timeToLive)
                .protocol(protocol)
                .source(ipv4(source))
                .destination(ipv4(destination));
        Layouts.u16(bytes, EthernetHeader.BYTES + Ipv4Header.FLAGS_OFFSET, flags);
        System.arraycopy(more, 0, frame, EthernetHeader.BYTES + Ipv4Header.BYTES, more.length);
        System.arraycopy(payload, 0, frame, EthernetHeader.BYTES + headers, payload.length);
        header.updateChecksum();
        if (protocol == IpProtocol.ICMP) {
            long at = EthernetHeader.BYTES + headers;
            Layouts.u16(bytes, at + 2, 0);
            Layouts.u16(bytes, at + 2, Checksum.finish(Checksum.sum(bytes, at, payload.length, 0)));
        }
        return frame;
    }

    /// The packet without its frame, as an error quotes it.
    byte[] packet() {
        byte[] frame = frame();
        byte[] packet = new byte[frame.length - EthernetHeader.BYTES];
        System.arraycopy(frame, EthernetHeader.BYTES, packet, 0, packet.length);
        return packet;
    }

    static boolean isEchoReply(byte[] frame) {
        var header = new Ipv4Header(MemorySegment.ofArray(frame), EthernetHeader.BYTES);
        return frame[EthernetHeader.BYTES + header.headerLength()] == Icmpv4Type.ECHO_REPLY;
    }
}
