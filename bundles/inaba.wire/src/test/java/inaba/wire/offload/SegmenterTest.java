package inaba.wire.offload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.wire.Captures;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.TcpHeader;
import inaba.wire.UdpHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmenterTest {
    private static Segmenter segmenter(MemorySegment frame, int gsoSize) {
        Segmenter segmenter = Segmenter.of(frame, 0, frame.byteSize(), gsoSize);
        assertNotNull(segmenter);
        return segmenter;
    }

    /// All frames, each copied from an offset that is not even.
    private static List<MemorySegment> cut(MemorySegment frame, int gsoSize) {
        var frames = new ArrayList<MemorySegment>();
        Segmenter segmenter = segmenter(frame, gsoSize);
        while (segmenter.hasNext()) {
            int longest = segmenter.longestFrame();
            MemorySegment to = MemorySegment.ofArray(new byte[3 + longest]).fill((byte) -1);
            int length = segmenter.next(to, 3);
            assertTrue(length <= longest);
            frames.add(to.asSlice(3, length));
        }
        assertThrows(IllegalStateException.class, () -> segmenter.next(frame, 0));
        return frames;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp6", "tcp4", "udp6", "udp4"})
    void everyOctetIsAsTheKernelCutIt(String name) {
        List<MemorySegment> frames = cut(Captures.frame(name + "-super"), 200);
        assertEquals(3, frames.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    -1, frames.get(i).mismatch(Captures.frame(name + "-cut-" + (i + 1))), name + " frame " + (i + 1));
        }
    }

    /// An Ethernet frame with `extensions` octets of Destination Options before TCP with 12 octets of options.
    private static MemorySegment tcp6(int extensions, byte[] payload, int flags, int sequence) {
        int upper = 54 + extensions;
        MemorySegment frame = MemorySegment.ofArray(new byte[upper + 32 + payload.length]);
        MemorySegment.copy(Captures.frame("tcp6-super"), 0, frame, 0, 54);
        var ip = new Ipv6Header(frame, 14).payloadLength(extensions + 32 + payload.length);
        if (extensions > 0) {
            ip.nextHeader(IpProtocol.DESTINATION_OPTIONS);
            Layouts.u8(frame, 54, IpProtocol.TCP);
            Layouts.u8(frame, 55, extensions / 8 - 1);
            Layouts.u8(frame, 56, 1);
            Layouts.u8(frame, 57, extensions - 4);
        }
        MemorySegment.copy(Captures.frame("tcp6-super"), 54, frame, upper, 32);
        new TcpHeader(frame, upper).flags(flags).sequence(sequence);
        MemorySegment.copy(MemorySegment.ofArray(payload), 0, frame, upper + 32, payload.length);
        return frame;
    }

    @Test
    void theFramesPutTogetherAreTheStream() {
        var random = new Random(9293);
        for (int round = 0; round < 300; round++) {
            byte[] payload = new byte[1 + random.nextInt(5_000)];
            random.nextBytes(payload);
            int extensions = random.nextInt(3) * 8;
            int gsoSize = 1 + random.nextInt(1_500);
            int sequence = random.nextInt();
            int flags = TcpHeader.ACK | TcpHeader.PSH | TcpHeader.FIN | TcpHeader.CWR;
            byte[] together = new byte[payload.length];
            List<MemorySegment> frames = cut(tcp6(extensions, payload, flags, sequence), gsoSize);
            for (int i = 0; i < frames.size(); i++) {
                MemorySegment frame = frames.get(i);
                int upper = 54 + extensions;
                var tcp = new TcpHeader(frame, upper);
                int at = tcp.sequence() - sequence;
                int length = (int) frame.byteSize() - upper - tcp.dataOffset();
                assertEquals(i * gsoSize, at);
                assertEquals(frame.byteSize() - 54, new Ipv6Header(frame, 14).payloadLength());
                assertTrue(Checksum.valid(frame, 14, upper, frame.byteSize() - upper, IpProtocol.TCP));
                assertEquals(i == frames.size() - 1, tcp.has(TcpHeader.FIN));
                assertEquals(i == frames.size() - 1, tcp.has(TcpHeader.PSH));
                assertEquals(i == 0, tcp.has(TcpHeader.CWR));
                assertTrue(tcp.has(TcpHeader.ACK));
                MemorySegment.copy(frame, frame.byteSize() - length, MemorySegment.ofArray(together), at, length);
            }
            assertEquals((payload.length + gsoSize - 1) / gsoSize, frames.size());
            assertEquals(-1, MemorySegment.ofArray(together).mismatch(MemorySegment.ofArray(payload)));
        }
    }

    @Test
    void aFrameWithoutPayloadComesOutOnceAndComplete() {
        MemorySegment frame = Captures.frame("tcp6-syn-partial");
        List<MemorySegment> frames = cut(frame, 1_000);
        assertEquals(1, frames.size());
        assertEquals(0xe013, new TcpHeader(frames.getFirst(), 54).checksum());
        assertTrue(new TcpHeader(frames.getFirst(), 54).has(TcpHeader.SYN));
    }

    @Test
    void paddingBehindThePacketIsNotPayload() {
        MemorySegment padded = MemorySegment.ofArray(new byte[700]).fill((byte) 0x77);
        MemorySegment.copy(
                Captures.frame("udp4-super"),
                0,
                padded,
                0,
                Captures.frame("udp4-super").byteSize());
        List<MemorySegment> frames = cut(padded, 200);
        assertEquals(3, frames.size());
        assertEquals(-1, frames.getLast().mismatch(Captures.frame("udp4-cut-3")));
    }

    @Test
    void theIpv4IdentificationCountsOnAndTurnsOver() {
        MemorySegment frame = Captures.frame("tcp4-super");
        new Ipv4Header(frame, 14).identification(0xffff);
        List<MemorySegment> frames = cut(frame, 200);
        assertEquals(0xffff, new Ipv4Header(frames.get(0), 14).identification());
        assertEquals(0, new Ipv4Header(frames.get(1), 14).identification());
        assertTrue(frames.stream().allMatch(f -> new Ipv4Header(f, 14).checksumIsValid()));
    }

    @Test
    void aUdpChecksumThatWasLeftOutStaysOut() {
        MemorySegment frame = Captures.frame("udp4-super");
        new UdpHeader(frame, 34).checksum(0);
        assertTrue(cut(frame, 200).stream().allMatch(f -> new UdpHeader(f, 34).checksum() == 0));
    }

    @Test
    void anObjectServesFrameAfterFrame() {
        var segmenter = new Segmenter();
        assertFalse(segmenter.hasNext());
        MemorySegment frame = Captures.frame("tcp6-super");
        MemorySegment to = MemorySegment.ofArray(new byte[2_000]);
        for (int i = 0; i < 3; i++) {
            assertTrue(segmenter.start(frame, 0, frame.byteSize(), 200));
            segmenter.next(to, 0);
            assertEquals(-1, to.asSlice(0, 286).mismatch(Captures.frame("tcp6-cut-1")));
        }
        assertFalse(segmenter.start(Captures.frame("mld2-report"), 0, 90, 200));
        assertFalse(segmenter.hasNext());
    }

    @Test
    void whatIsNoWholeTcpOrUdpPacketIsRefused() {
        MemorySegment frame = Captures.frame("tcp6-super");
        long end = frame.byteSize();
        assertNull(Segmenter.of(frame, 0, end - 1, 200), "cut");
        assertNull(Segmenter.of(frame, 0, end, 0), "no size");
        assertNull(
                Segmenter.of(
                        Captures.frame("echo-request"),
                        0,
                        Captures.frame("echo-request").byteSize(),
                        20),
                "ICMPv6");
        new EthernetHeader(frame, 0).etherType(EthernetHeader.ETHERTYPE_IPV4);
        assertNull(Segmenter.of(frame, 0, end, 200), "the types contradict one another");
        new EthernetHeader(frame, 0).etherType(0x8100);
        assertNull(Segmenter.of(frame, 0, end, 200), "VLAN");

        MemorySegment fragment = Captures.frame("tcp4-super");
        new Ipv4Header(fragment, 14).fragment(false, true, 0);
        assertNull(Segmenter.of(fragment, 0, fragment.byteSize(), 200), "fragment");

        MemorySegment shortTcp = Captures.frame("tcp6-super");
        new TcpHeader(shortTcp, 54).dataOffset(16);
        assertNull(Segmenter.of(shortTcp, 0, end, 200), "a TCP header of 16 octets");

        MemorySegment ah = tcp6(16, new byte[100], TcpHeader.ACK, 0);
        new Ipv6Header(ah, 14).nextHeader(IpProtocol.AH);
        assertNull(Segmenter.of(ah, 0, ah.byteSize(), 50), "AH");
    }
}
