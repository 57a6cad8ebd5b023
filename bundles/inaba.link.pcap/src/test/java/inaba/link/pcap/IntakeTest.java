package inaba.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
    private static final int IP = EthernetHeader.BYTES;
    private static final int UPPER = IP + Ipv6Header.BYTES;
    private static final long STAMP = 1_234_567_890;

    private final List<Integer> payloads = new ArrayList<>();

    /// TCP without options: a link of MTU 1500 carries 1440 bytes of it, every path 1220.
    @ParameterizedTest(name = "MTU {0}, {1} bytes: {2}")
    @CsvSource({
        "1500, 1440,  1440",
        "1500, 4320,  1440 1440 1440",
        "1500, 4321,  1220 1220 1220 661",
        "1500, 3720,  1220 1220 1220 60",
        "1280, 3661,  1220 1220 1220 1",
        "9000, 17880, 8940 8940"
    })
    void aSuperFrameComesOutInFramesThatThePathCarries(int mtu, int payload, String segments) {
        var intake = intake(mtu);
        intake.take(tcp(payload), STAMP);
        read(intake, IpProtocol.TCP);
        assertEquals(
                segments,
                String.join(" ", payloads.stream().map(String::valueOf).toList()));
        assertEquals(0, intake.refused());
    }

    @Test
    void aPartialChecksumIsCompletedAndAWrongOneIsNot() {
        var intake = intake(1500);
        byte[] partial = udp(100);
        var bytes = MemorySegment.ofArray(partial);
        long sum = Checksum.pseudoHeader(bytes, IP, UdpHeader.BYTES + 100, IpProtocol.UDP);
        Layouts.u16(bytes, UPPER + UdpHeader.CHECKSUM, Checksum.fold(sum));
        intake.take(partial, STAMP);
        read(intake, IpProtocol.UDP);

        Layouts.u16(bytes, UPPER + UdpHeader.CHECKSUM, 0x1234);
        intake.take(partial, STAMP);
        assertTrue(intake.ring().next());
        assertEquals(0x1234, Layouts.u16(intake.ring().memory(), intake.ring().at() + UPPER + UdpHeader.CHECKSUM));
    }

    @Test
    void whatCannotBeMadeFitIsRefusedAndCounted() {
        var intake = intake(1500);
        intake.take(udp(1453), STAMP);
        intake.take(new byte[13], STAMP);
        intake.take(new byte[1515], STAMP);
        assertEquals(3, intake.refused());
        assertEquals(false, intake.ring().next());
    }

    private static Intake intake(int mtu) {
        return new Intake(() -> mtu, () -> true);
    }

    private void read(Intake intake, int protocol) {
        var ring = intake.ring();
        while (ring.next()) {
            long ip = ring.at() + IP;
            var header = new Ipv6Header(ring.memory(), ip);
            long upper = ip + Ipv6Header.BYTES;
            int headers = protocol == IpProtocol.TCP ? TcpHeader.BYTES : UdpHeader.BYTES;
            assertEquals(ring.length(), UPPER + header.payloadLength());
            assertTrue(Checksum.valid(ring.memory(), ip, upper, header.payloadLength(), protocol));
            assertEquals(STAMP, ring.stamp());
            payloads.add(header.payloadLength() - headers);
            ring.release();
        }
    }

    private static byte[] tcp(int payload) {
        byte[] frame = ipv6(IpProtocol.TCP, TcpHeader.BYTES + payload);
        new TcpHeader(MemorySegment.ofArray(frame), UPPER).dataOffset(TcpHeader.BYTES);
        long sum = Checksum.pseudoHeader(MemorySegment.ofArray(frame), IP, TcpHeader.BYTES + payload, IpProtocol.TCP);
        Layouts.u16(MemorySegment.ofArray(frame), UPPER + TcpHeader.CHECKSUM, Checksum.fold(sum));
        return frame;
    }

    private static byte[] udp(int payload) {
        byte[] frame = ipv6(IpProtocol.UDP, UdpHeader.BYTES + payload);
        new UdpHeader(MemorySegment.ofArray(frame), UPPER)
                .sourcePort(1)
                .destinationPort(2)
                .length(UdpHeader.BYTES + payload);
        return frame;
    }

    private static byte[] ipv6(int protocol, int length) {
        byte[] frame = new byte[UPPER + length];
        var bytes = MemorySegment.ofArray(frame);
        new EthernetHeader(bytes, 0).etherType(EthernetHeader.ETHERTYPE_IPV6);
        new Ipv6Header(bytes, IP)
                .start(0, 0)
                .payloadLength(length)
                .nextHeader(protocol)
                .hopLimit(64)
                .source(Ipv6Address.parse("2001:db8::1"))
                .destination(Ipv6Address.parse("2001:db8::2"));
        return frame;
    }
}
