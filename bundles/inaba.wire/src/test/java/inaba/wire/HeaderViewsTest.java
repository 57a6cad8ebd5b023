package inaba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// Frames of others are read field by field, then written anew into octets full of ones: the result must be the same.
class HeaderViewsTest {
    private static MemorySegment ones(long bytes) {
        return MemorySegment.ofArray(new byte[(int) bytes]).fill((byte) -1);
    }

    @Test
    void ethernet() {
        MemorySegment frame = Captures.frame("neighbor-solicitation");
        assertTrue(EthernetHeader.fits(frame, 0, frame.byteSize()));
        var read = new EthernetHeader(frame, 0);
        assertEquals("33:33:ff:00:00:0b", read.destination().toString());
        assertEquals("02:00:00:00:00:0a", read.source().toString());
        assertEquals(EthernetHeader.ETHERTYPE_IPV6, read.etherType());
        assertEquals(0x3333_ff00_000bL, read.destinationValue());
        assertEquals(0x0200_0000_000aL, read.sourceValue());

        MemorySegment copy = ones(14);
        new EthernetHeader(copy, 0)
                .destination(read.destination())
                .source(read.source())
                .etherType(0x86dd);
        assertEquals(-1, copy.mismatch(frame.asSlice(0, 14)));
    }

    @Test
    void ipv6() {
        MemorySegment frame = Captures.frame("router-advertisement");
        var read = new Ipv6Header(frame, 14);
        assertEquals(6, read.version());
        assertEquals(0, read.trafficClass());
        assertEquals(0xbe4f8, read.flowLabel());
        assertEquals(224, read.payloadLength());
        assertEquals(IpProtocol.ICMPV6, read.nextHeader());
        assertEquals(255, read.hopLimit());
        assertEquals("fe80::ff:fe00:a", read.source().toString());
        assertEquals("fe80::ff:fe00:b", read.destination().toString());
        assertEquals(read.source(), new Ipv6Address(read.sourceHigh(), read.sourceLow()));
        assertEquals(read.destination(), new Ipv6Address(read.destinationHigh(), read.destinationLow()));

        MemorySegment copy = ones(40);
        new Ipv6Header(copy, 0)
                .start(0, 0xbe4f8)
                .payloadLength(224)
                .nextHeader(58)
                .hopLimit(255)
                .source(read.source())
                .destination(read.destination());
        assertEquals(-1, copy.mismatch(frame.asSlice(14, 40)));
    }

    @Test
    void theFirstWordOfIpv6IsFourFields() {
        MemorySegment s = ones(40);
        var header = new Ipv6Header(s, 0).start(0xa5, 0x12345);
        assertEquals(0x6a51_2345, s.get(Layouts.U32, 0));
        assertEquals(0b101001, header.dscp());
        assertEquals(0b01, header.ecn());
        header.dscp(0b111000);
        header.ecn(3);
        assertEquals(0x6e31_2345, s.get(Layouts.U32, 0));
        header.flowLabel(0xfffff).trafficClass(0).version(4);
        assertEquals(0x400f_ffff, s.get(Layouts.U32, 0));
    }

    @Test
    void ipv4() {
        MemorySegment frame = Captures.frame("ipv4-echo-request");
        assertTrue(Ipv4Header.fits(frame, 14, frame.byteSize()));
        var read = new Ipv4Header(frame, 14);
        assertEquals(4, read.version());
        assertEquals(20, read.headerLength());
        assertEquals(0, read.dscp());
        assertEquals(0, read.ecn());
        assertEquals(84, read.totalLength());
        assertEquals(64494, read.identification());
        assertTrue(read.dontFragment());
        assertFalse(read.more());
        assertFalse(read.isFragment());
        assertEquals(0, read.fragmentOffset());
        assertEquals(64, read.timeToLive());
        assertEquals(IpProtocol.ICMP, read.protocol());
        assertEquals("192.0.2.1", Ipv4Text.print(read.source()));
        assertEquals("192.0.2.2", Ipv4Text.print(read.destination()));
        assertTrue(read.checksumIsValid());

        MemorySegment copy = ones(20);
        new Ipv4Header(copy, 0)
                .start(20)
                .totalLength(84)
                .identification(64494)
                .fragment(true, false, 0)
                .timeToLive(64)
                .protocol(1)
                .source(read.source())
                .destination(read.destination())
                .updateChecksum();
        assertEquals(-1, copy.mismatch(frame.asSlice(14, 20)));
    }

    @Test
    void ipv4FragmentsCountInBytes() {
        var header = new Ipv4Header(ones(20), 0).start(20).fragment(false, true, 1480);
        assertFalse(header.dontFragment());
        assertTrue(header.more());
        assertTrue(header.isFragment());
        assertEquals(1480, header.fragmentOffset());
        assertFalse(header.fragment(true, false, 0).isFragment());
        assertTrue(header.fragment(false, false, 8).isFragment());
    }

    @Test
    void ipv4HeadersThatAreCutOrClaimTooLittleDoNotFit() {
        MemorySegment s = ones(60);
        var header = new Ipv4Header(s, 0).start(24);
        assertTrue(Ipv4Header.fits(s, 0, 24));
        assertFalse(Ipv4Header.fits(s, 0, 23));
        header.start(16);
        assertFalse(Ipv4Header.fits(s, 0, 60));
    }

    @Test
    void fragment() {
        MemorySegment s = ones(8);
        var header = new FragmentHeader(s, 0).nextHeader(17).offset(1448, true).identification(0xdeadbeef);
        assertEquals(-1, s.mismatch(Captures.hex("11 00 05a9 deadbeef")));
        assertEquals(17, header.nextHeader());
        assertEquals(1448, header.offset());
        assertTrue(header.more());
        assertFalse(header.isAtomic());
        assertEquals(0xdeadbeef, header.identification());
        assertTrue(header.offset(0, false).isAtomic());
        assertEquals(65528, header.offset(65528, false).offset());
    }

    @Test
    void extensionHeadersCountTheirLengthInThreeWays() {
        MemorySegment s = Captures.hex("3a02 0000 00000000 0000000000000000 0000000000000000");
        var header = new ExtensionHeader(s, 0);
        assertEquals(58, header.nextHeader());
        assertEquals(24, header.lengthBytes());
        assertEquals(24, header.lengthBytes(IpProtocol.DESTINATION_OPTIONS));
        assertEquals(8, header.lengthBytes(IpProtocol.FRAGMENT));
        assertEquals(16, header.lengthBytes(IpProtocol.AH));
        assertTrue(ExtensionHeader.fits(s, 0, 24));
        assertFalse(ExtensionHeader.fits(s, 0, 23));
        assertTrue(ExtensionHeader.fits(IpProtocol.AH, s, 0, 16));
        assertFalse(ExtensionHeader.fits(IpProtocol.AH, s, 0, 15));
        assertTrue(ExtensionHeader.fits(IpProtocol.FRAGMENT, s, 0, 8));
        assertFalse(ExtensionHeader.fits(IpProtocol.FRAGMENT, s, 0, 7));
        header.nextHeader(6).encodeLength(2048);
        assertEquals(0x06ff, Layouts.u16(s, 0));
        assertEquals(2048, header.lengthBytes());
    }

    @Test
    void routing() {
        MemorySegment s = Captures.hex("3a02 0201 00000000 20010db8000000000000000000000001");
        assertTrue(RoutingHeader.fits(s, 0, 24));
        var header = new RoutingHeader(s, 0);
        assertEquals(58, header.nextHeader());
        assertEquals(24, header.lengthBytes());
        assertEquals(RoutingHeader.TYPE_2, header.type());
        assertEquals(1, header.segmentsLeft());
        header.type(4).segmentsLeft(0);
        assertEquals(0x0400, Layouts.u16(s, 2));
    }

    @Test
    void icmpv6() {
        MemorySegment frame = Captures.frame("port-unreachable");
        var read = new Icmpv6Header(frame, 54);
        assertEquals(1, read.type());
        assertEquals(4, read.code());
        assertEquals(0xfec7, read.checksum());
        assertEquals(0, read.body());
        MemorySegment s = ones(8);
        new Icmpv6Header(s, 0).type(2).code(0).checksum(0x1234).body(1280);
        assertEquals(-1, s.mismatch(Captures.hex("02 00 1234 00000500")));
        assertEquals(1280, new Icmpv6Header(s, 0).body());
    }

    @Test
    void udp() {
        MemorySegment frame = Captures.frame("udp6-cut-3");
        var read = new UdpHeader(frame, 54);
        assertEquals(37951, read.sourcePort());
        assertEquals(9999, read.destinationPort());
        assertEquals(108, read.length());
        assertTrue(Checksum.valid(frame, 14, 54, 108, IpProtocol.UDP));

        MemorySegment copy = ones(8);
        new UdpHeader(copy, 0)
                .sourcePort(37951)
                .destinationPort(9999)
                .length(108)
                .checksum(read.checksum());
        assertEquals(-1, copy.mismatch(frame.asSlice(54, 8)));
    }

    @Test
    void tcp() {
        MemorySegment frame = Captures.frame("tcp6-cut-3");
        assertTrue(TcpHeader.fits(frame, 54, frame.byteSize()));
        var read = new TcpHeader(frame, 54);
        assertEquals(34160, read.sourcePort());
        assertEquals(7777, read.destinationPort());
        assertEquals((int) 4033776782L + 1 + 400, read.sequence());
        assertEquals((int) 2462887690L, read.acknowledgment());
        assertEquals(32, read.dataOffset());
        assertEquals(TcpHeader.PSH | TcpHeader.ACK, read.flags());
        assertTrue(read.has(TcpHeader.PSH));
        assertFalse(read.has(TcpHeader.SYN | TcpHeader.FIN));
        assertEquals(64, read.window());
        assertEquals(0x930e, read.checksum());
        assertEquals(0, read.urgentPointer());

        MemorySegment copy = ones(20);
        new TcpHeader(copy, 0)
                .sourcePort(34160)
                .destinationPort(7777)
                .sequence(read.sequence())
                .acknowledgment(read.acknowledgment())
                .dataOffset(32)
                .flags(read.flags())
                .window(64)
                .checksum(0x930e)
                .urgentPointer(0);
        assertEquals(-1, copy.mismatch(frame.asSlice(54, 20)));
    }

    @Test
    void tcpHeadersThatAreCutOrClaimTooLittleDoNotFit() {
        MemorySegment s = ones(60);
        var header = new TcpHeader(s, 0).dataOffset(32);
        assertTrue(TcpHeader.fits(s, 0, 32));
        assertFalse(TcpHeader.fits(s, 0, 31));
        header.dataOffset(16);
        assertFalse(TcpHeader.fits(s, 0, 60));
    }

    @Test
    void nothingFitsBehindTheEndOrTheSegment() {
        MemorySegment s = ones(100);
        assertTrue(Ipv6Header.fits(s, 60, 100));
        assertFalse(Ipv6Header.fits(s, 61, 100));
        assertFalse(Ipv6Header.fits(s, 60, 99));
        assertFalse(Ipv6Header.fits(s, 61, 101));
        assertFalse(Ipv6Header.fits(s, -1, 100));
        assertFalse(Ipv6Header.fits(s, Long.MAX_VALUE, 100));
        assertFalse(EthernetHeader.fits(s, 90, 100));
        assertFalse(FragmentHeader.fits(s, 93, 100));
        assertFalse(Icmpv6Header.fits(s, 93, 100));
        assertFalse(UdpHeader.fits(s, 93, 100));
    }
}
