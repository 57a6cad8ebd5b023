package inaba.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.packet.Packet;
import inaba.linux.StampWindow;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest implements Intake.Copies {
    private static final int IP = EthernetHeader.BYTES;
    private static final int UPPER = IP + Ipv6Header.BYTES;
    private static final long STAMP = 1_234_567_890;

    private static final int ROOM = 1 << 14;
    private static final int HEADROOM = 64;

    private final List<Integer> payloads = new ArrayList<>();
    private final StampWindow window = new StampWindow(Clock.systemUTC());
    private final Packet[] burst = new Packet[64];
    private byte @Nullable [] copy;
    private int filled;

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
        take(intake, tcp(payload));
        read(IpProtocol.TCP);
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
        take(intake, partial);
        read(IpProtocol.UDP);

        Layouts.u16(bytes, UPPER + UdpHeader.CHECKSUM, 0x1234);
        take(intake, partial);
        assertEquals(1, intake.filled());
        assertEquals(0x1234, Layouts.u16(burst[0].memory(), burst[0].start() + UPPER + UdpHeader.CHECKSUM));
    }

    @Test
    void whatCannotBeMadeFitIsRefusedAndCounted() {
        var intake = intake(1500);
        take(intake, udp(1453));
        take(intake, new byte[13]);
        take(intake, new byte[1515]);
        assertEquals(3, intake.refused());
        assertEquals(0, intake.filled());
    }

    @Test
    void aSuperFrameThatTheBurstCannotHoldComesOutInSeveral() {
        var intake = intake(1500);
        byte[] frame = tcp(5 * 1440);
        intake.begin(burst, 2);
        give(intake, frame, frame.length);
        assertTrue(intake.full() && intake.cutting());
        intake.begin(burst, 2);
        assertTrue(intake.full() && intake.cutting());
        intake.begin(burst, 2);
        assertEquals(1, intake.filled());
        assertFalse(intake.cutting());
    }

    @Test
    void aFrameThatWasCutOffIsReadWhole() {
        var intake = intake(9000);
        intake.begin(burst, burst.length);
        byte[] frame = udp(3000);
        copy = frame;
        give(intake, frame, 1518);
        copy = null;
        give(intake, frame, 1518);
        assertEquals(1, intake.filled());
        assertEquals(frame.length, burst[0].length());
        assertEquals(1, intake.refused());
    }

    @Test
    void outsideTheWindowFramesArePassedOverAndSoAreTheirCopies() {
        var intake = intake(1500);
        window.only(STAMP + 1, Long.MAX_VALUE);
        copy = tcp(5000);
        take(intake, udp(100));
        give(intake, tcp(5000), 1518);
        assertEquals(0, intake.filled());
        assertEquals(null, copy);
        assertEquals(0, intake.refused());
    }

    private Intake intake(int mtu) {
        Arrays.setAll(burst, _ -> new Packet(Arena.ofAuto().allocate(ROOM, 64), 0, ROOM).reset(HEADROOM));
        return new Intake(() -> mtu, window, this);
    }

    private void take(Intake intake, byte[] frame) {
        intake.begin(burst, burst.length);
        give(intake, frame, frame.length);
        filled = intake.filled();
    }

    private static void give(Intake intake, byte[] frame, int captured) {
        intake.take(MemorySegment.ofArray(frame), 0, captured, frame.length, STAMP);
    }

    @Override
    public boolean read(MemorySegment begun, long at, int captured, int length, MemorySegment into) {
        if (copy == null) {
            return false;
        }
        MemorySegment.copy(copy, 0, into, ValueLayout.JAVA_BYTE, 0, length);
        copy = null;
        return true;
    }

    @Override
    public void forget(MemorySegment scratch) {
        copy = null;
    }

    private void read(int protocol) {
        for (int i = 0; i < filled; i++) {
            var memory = burst[i].memory();
            long ip = burst[i].start() + IP;
            var header = new Ipv6Header(memory, ip);
            long upper = ip + Ipv6Header.BYTES;
            int headers = protocol == IpProtocol.TCP ? TcpHeader.BYTES : UdpHeader.BYTES;
            assertEquals(burst[i].length(), UPPER + header.payloadLength());
            assertTrue(Checksum.valid(memory, ip, upper, header.payloadLength(), protocol));
            payloads.add(header.payloadLength() - headers);
            burst[i].reset(HEADROOM);
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
