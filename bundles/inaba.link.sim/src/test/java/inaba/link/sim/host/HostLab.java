package inaba.link.sim.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.time.ManualTime;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import inaba.wire.icmp6.EchoMessage;
import inaba.wire.icmp6.Icmpv6Type;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.RouterAdvertisement;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/// A host, a clock, and a router that the test plays.
final class HostLab {
    static final MacAddress ROUTER_MAC = MacAddress.parse("02:00:00:00:00:01");
    static final Ipv6Address ROUTER = Ipv6Address.parse("fe80::1");
    static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:1::100");
    static final Ipv6Address HOST_LINK_LOCAL = Ipv6Address.parse("fe80::100");
    static final Ipv6Address FAR = Ipv6Address.parse("2001:db8:f::7");
    static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:01:00");

    final ManualTime time = new ManualTime();
    final Deque<Sent> sent = new ArrayDeque<>();
    final Host host = new Host(Identity.number(0), 1500, time, new Random(1), this::keep);

    /// A frame of the host.
    record Sent(MacAddress to, Ipv6Header ip, MemorySegment payload) {
        int type() {
            assertEquals(IpProtocol.ICMPV6, ip.nextHeader());
            assertTrue(Checksum.valid(ip.bytes(), ip.at(), ip.at() + 40, payload.byteSize(), IpProtocol.ICMPV6));
            return Layouts.u8(payload, 0);
        }

        int code() {
            return Layouts.u8(payload, 1);
        }
    }

    private void keep(MemorySegment frame, long at, int length) {
        var copy = MemorySegment.ofArray(new byte[length]);
        MemorySegment.copy(frame, at, copy, 0, length);
        var ethernet = new EthernetHeader(copy, 0);
        assertEquals(HOST_MAC, ethernet.source());
        var ip = new Ipv6Header(copy, EthernetHeader.BYTES);
        assertEquals(length, EthernetHeader.BYTES + Ipv6Header.BYTES + ip.payloadLength());
        sent.add(new Sent(ethernet.destination(), ip, copy.asSlice(EthernetHeader.BYTES + Ipv6Header.BYTES)));
    }

    /// The next frame of the host, of this type.
    Sent carried(int type) {
        assertFalse(sent.isEmpty(), "nothing was sent");
        var next = sent.remove();
        assertEquals(Icmpv6Type.name(type), Icmpv6Type.name(next.type()));
        return next;
    }

    void carriedNothing() {
        assertTrue(sent.isEmpty(), () -> sent.size() + " frames were sent");
    }

    /// A packet of the router, of any protocol; the ICMPv6 or UDP checksum is filled in.
    void delivers(Ipv6Address source, Ipv6Address destination, int hopLimit, int protocol, MemorySegment payload) {
        int length = EthernetHeader.BYTES + Ipv6Header.BYTES + (int) payload.byteSize();
        var frame = MemorySegment.ofArray(new byte[length]);
        new EthernetHeader(frame, 0)
                .destination(destination.isMulticast() ? MacAddress.ofMulticast(destination) : HOST_MAC)
                .source(ROUTER_MAC)
                .etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(frame, EthernetHeader.BYTES)
                .start(0, 0)
                .nextHeader(protocol)
                .payloadLength((int) payload.byteSize())
                .hopLimit(hopLimit)
                .source(source)
                .destination(destination);
        long upper = EthernetHeader.BYTES + Ipv6Header.BYTES;
        MemorySegment.copy(payload, 0, frame, upper, payload.byteSize());
        long field = upper + (protocol == IpProtocol.UDP ? 6 : 2);
        if (protocol == IpProtocol.UDP || protocol == IpProtocol.ICMPV6) {
            Layouts.u16(frame, field, 0);
            Layouts.u16(
                    frame,
                    field,
                    Checksum.upperLayer(frame, EthernetHeader.BYTES, upper, payload.byteSize(), protocol));
        }
        host.receive(frame, 0, length);
    }

    /// RFC 4861 messages: hop limit 255.
    void discovers(Ipv6Address source, Ipv6Address destination, MemorySegment message) {
        delivers(source, destination, 255, IpProtocol.ICMPV6, message);
    }

    void advertises(long valid, long preferred, int routerLifetime, long mtu) {
        var message = MemorySegment.ofArray(new byte[RouterAdvertisement.FIXED_BYTES + 8 + 32 + (mtu == 0 ? 0 : 8)]);
        var view = new RouterAdvertisement(message).start().curHopLimit(61).routerLifetime(routerLifetime);
        var options = new NdOptionsWriter(view.options())
                .sourceLinkLayerAddress(ROUTER_MAC)
                .prefixInformation(Prefix.parse("2001:db8:1::/64"), true, true, valid, preferred);
        if (mtu != 0) {
            options.mtu(mtu);
        }
        discovers(ROUTER, Ipv6Address.ALL_NODES, message);
    }

    static MemorySegment echoRequest(int bytes) {
        var message = MemorySegment.ofArray(new byte[EchoMessage.FIXED_BYTES + bytes]);
        new EchoMessage(message).start(Icmpv6Type.ECHO_REQUEST).identifier(7).sequence(1);
        for (int i = 0; i < bytes; i++) {
            Layouts.u8(message, EchoMessage.FIXED_BYTES + i, i);
        }
        return message;
    }
}
